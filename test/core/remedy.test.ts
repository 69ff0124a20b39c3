import { expect, it } from 'vitest';
import { ada, cardOf, text } from './alert-desk.ts';
import { contact, minute, reminderDesk, valueOn } from './reminder-desk.ts';

const fraud = { platform: 'slack', address: 'CFRAUD' } as const;

it('a fraud channel that cannot be reached is changed in the set-up, where it stands', async () => {
  const desk = await reminderDesk();
  await desk.edit((tenant) => ({ ...tenant, fraudChannels: [fraud] }));
  await desk.pass(minute);
  const shown = cardOf(await desk.say(ada, 'show'));
  expect(text(shown.rows)).toContain('A channel cannot be reached');
  const form = await desk.press(ada, 'contact.setup', valueOn(shown, 'contact.setup'));
  expect(text(form)).toContain('fraudChannels');
  expect(valueOn(desk.nags(ada)[0]?.card, 'contact.setup')).toContain('~nag-');
});

it('one that is a channel of the contact too is changed by Update', async () => {
  const desk = await reminderDesk();
  await desk.edit((tenant) => ({ ...contact({ channels: [fraud] })(tenant), fraudChannels: [fraud] }));
  await desk.pass(minute);
  const shown = cardOf(await desk.say(ada, 'show'));
  expect(shown.rows.flatMap(({ button }) => button?.id ?? [])).not.toContain('contact.setup');
});
