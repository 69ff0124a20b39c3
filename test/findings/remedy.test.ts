import { expect, it } from 'vitest';
import { remedyButton } from '../../src/findings/remedies.ts';
import { messages } from '../../src/messages/messages.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, contact, rows, valueOn } from '../support/a-reminder-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const fraud = { platform: 'slack', address: 'CFRAUD' } as const;

it('a fraud channel that cannot be reached is changed in the set-up, where it stands', async () => {
  const bot = await aReminderBot();
  await bot.pass(hour);
  await bot.edit((tenant) => ({ ...tenant, fraudChannels: [fraud] }));
  await bot.left(fraud);
  await bot.pass(minute);
  const shown = cardOf(await bot.say(ada, 'show'));
  expect(rows(shown)[0]).toBe('Next: choose a channel that works');
  const form = await bot.press(ada, 'contact.setup', valueOn(shown, 'contact.setup'));
  expect(text(form)).toContain('fraudChannels');
  expect(valueOn(bot.reminders(ada)[0]?.card, 'contact.setup')).toContain('~reminder-');
});

it('one that is a channel of the contact too is changed by Update', async () => {
  const bot = await aReminderBot();
  await bot.edit((tenant) => ({ ...contact({ channels: [fraud] })(tenant), fraudChannels: [fraud] }));
  await bot.pass(minute);
  const shown = cardOf(await bot.say(ada, 'show'));
  expect(shown.rows.flatMap(({ button }) => button?.id ?? [])).not.toContain('contact.setup');
});

it.each([
  ['contact.confirm', 'Still right'],
  ['contact.attest', 'Done in Partner Center'],
  ['contact.phone24x7', 'Confirm 24x7 phone'],
  ['contact.compliance', 'Confirm compliance contact'],
  ['contact.keepChannels', 'Accept'],
  ['alerts.drill', 'Start a drill'],
  ['contact.setup', 'Set up'],
  ['contact.update', 'Update'],
])('the button %s says what it does, and carries the tenant', (id, label) => {
  const button = remedyButton(id, aTenant({}, ''), messages('en'), ' ~reminder-1');
  expect(button).toMatchObject({ id, label });
  expect(button.value.startsWith(contoso)).toBe(true);
  expect(button.value.endsWith(' ~reminder-1')).toBe(true);
});
