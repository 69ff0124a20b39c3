import { expect, it } from 'vitest';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, channelless, type ReminderBot, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

async function reminded(how = unconfirmed): Promise<ReminderBot> {
  const desk = await aReminderBot();
  desk.world.admins.add(bea);
  await desk.edit(how);
  await desk.pass(0);
  await desk.until('2026-11-24T09:10:00.000Z');
  return desk;
}

it('puts something critical off for seven days and not an hour longer', async () => {
  const desk = await aReminderBot();
  await desk.until('2026-11-24T23:06:00.000Z');
  await desk.edit(channelless);
  await desk.pass(hour + minute);
  const form = await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze');
  const said = cardOf(await desk.snooze(form, { duration: '7' }));
  expect(text(said.text)).toContain('2026-12-01T09:00');
  await desk.until('2026-12-01T09:10:00.000Z');
  expect(desk.reminders(ada)).toHaveLength(2);
});

it('puts anything else off until nine on the seventh day after', async () => {
  const desk = await reminded();
  const form = await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze');
  expect(text(cardOf(await desk.snooze(form, { duration: '7' })).text)).toContain('2026-12-01T09:00');
});

it('offers 30 days only where something may be put off for that long', async () => {
  const desk = await reminded();
  const long = formOf(await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze'));
  expect(text(long)).toContain('30 days');
  await desk.edit(channelless);
  await desk.pass(hour + minute);
  const mixed = formOf(await desk.pressOn(ada, desk.reminders(ada).at(-1), 'reminders.snooze'));
  expect(text(mixed)).toContain('30 days');
  expect(text(mixed)).toContain('Both');
  await desk.say(ada, 'confirm');
  const short = formOf(await desk.pressOn(ada, desk.reminders(ada).at(-1), 'reminders.snooze'));
  expect(text(short)).not.toContain('30 days');
});

it('a button of a reminder about what is mended meanwhile is not one of a reminder that nobody knows', async () => {
  const desk = await reminded();
  const [reminder] = desk.reminders(ada);
  await desk.say(ada, 'confirm');
  const mended = await desk.pressOn(ada, reminder, 'reminders.snooze');
  expect(mended.kind).toBe('card');
  expect(mended).not.toHaveProperty('unknown');
  expect(await desk.press(ada, 'reminders.snooze', 'reminder-777')).toMatchObject({ kind: 'card', unknown: true });
});

it('of two admins at the same time one puts it off, and the history has that one alone', async () => {
  const desk = await reminded();
  const forms = [
    await desk.pressOn(ada, desk.reminders(ada)[0], 'reminders.snooze'),
    await desk.pressOn(bea, desk.reminders(bea)[0], 'reminders.snooze'),
  ] as const;
  const replies = await Promise.all([
    desk.snooze(forms[0], { duration: '7' }, ada),
    desk.snooze(forms[1], { duration: '30' }, bea),
  ]);
  expect(replies.map((reply) => cardOf(reply).tone)).toEqual(['good', 'warning']);
  expect((await desk.history()).filter(({ deed }) => deed === 'reminder.snoozed').map(({ by }) => by)).toEqual([ada]);
});
it('when it is over the newest reminder says that the thing is open again, at the weekend too', async () => {
  const desk = await reminded();
  await desk.until('2026-11-27T10:00:00.000Z');
  await desk.snooze(await desk.pressOn(ada, desk.reminders(ada).at(-1), 'reminders.snooze'), { duration: '1' });
  await desk.pass(minute);
  const newest = () => desk.reminders(ada).at(-1)?.card;
  expect(rows(newest())).toEqual(['Not confirmed lately']);
  expect(text(newest()?.rows)).toContain('Put off by');
  await desk.until('2026-11-28T09:10:00.000Z');
  expect(rows(newest())).toEqual(['Not confirmed lately']);
  expect(newest()?.title).toBe('1 thing to fix');
  expect(desk.reminders(ada).at(-1)?.at.slice(0, 10)).toBe('2026-11-25');
});
