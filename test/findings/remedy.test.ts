import { expect, it } from 'vitest';
import { remedyButton } from '../../src/findings/remedies.ts';
import { messages } from '../../src/messages/messages.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, contact, valueOn } from '../support/a-reminder-bot.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const fraud = { platform: 'slack', address: 'CFRAUD' } as const;

it('a fraud channel that cannot be reached is changed in the set-up, where it stands', async () => {
  const desk = await aReminderBot();
  await desk.pass(hour);
  await desk.edit((tenant) => ({ ...tenant, fraudChannels: [fraud] }));
  await desk.left(fraud);
  await desk.pass(minute);
  const shown = cardOf(await desk.say(ada, 'show'));
  expect(text(shown.rows)).toContain('A channel cannot be reached');
  const form = await desk.press(ada, 'contact.setup', valueOn(shown, 'contact.setup'));
  expect(text(form)).toContain('fraudChannels');
  expect(valueOn(desk.reminders(ada)[0]?.card, 'contact.setup')).toContain('~reminder-');
});

it('one that is a channel of the contact too is changed by Update', async () => {
  const desk = await aReminderBot();
  await desk.edit((tenant) => ({ ...contact({ channels: [fraud] })(tenant), fraudChannels: [fraud] }));
  await desk.pass(minute);
  const shown = cardOf(await desk.say(ada, 'show'));
  expect(shown.rows.flatMap(({ button }) => button?.id ?? [])).not.toContain('contact.setup');
});

it.each([
  ['contact.confirm', 'Still right'],
  ['contact.attest', 'Done in Partner Center'],
  ['contact.phone24x7', 'Attest 24x7 phone'],
  ['contact.compliance', 'Attest compliance contact'],
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
