import { expect, it } from 'vitest';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, channelless, type ReminderBot, rows, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

async function reminded(how = unconfirmed): Promise<ReminderBot> {
  const bot = await aReminderBot();
  bot.world.admins.add(bea);
  await bot.edit(how);
  await bot.pass(0);
  await bot.until('2026-11-24T09:10:00.000Z');
  return bot;
}

it('puts something critical off for seven days and not an hour longer', async () => {
  const bot = await aReminderBot();
  await bot.until('2026-11-24T23:06:00.000Z');
  await bot.edit(channelless);
  await bot.pass(hour + minute);
  const form = await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze');
  const said = cardOf(await bot.snooze(form, { duration: '7' }));
  expect(text(said.text)).toContain('2026-12-01T09:00');
  await bot.until('2026-12-01T09:10:00.000Z');
  expect(bot.reminders(ada)).toHaveLength(2);
});

it('puts anything else off until nine on the seventh day after', async () => {
  const bot = await reminded();
  const form = await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze');
  expect(text(cardOf(await bot.snooze(form, { duration: '7' })).text)).toContain('2026-12-01T09:00');
});

it('offers 30 days only where something may be put off for that long', async () => {
  const bot = await reminded();
  const long = formOf(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'));
  expect(text(long)).toContain('30 days');
  await bot.edit(channelless);
  await bot.pass(hour + minute);
  const mixed = formOf(await bot.pressOn(ada, bot.reminders(ada).at(-1), 'reminders.snooze'));
  expect(text(mixed)).toContain('30 days');
  expect(text(mixed)).toContain('Both');
  await bot.say(ada, 'confirm');
  const short = formOf(await bot.pressOn(ada, bot.reminders(ada).at(-1), 'reminders.snooze'));
  expect(text(short)).not.toContain('30 days');
});

it('a button of a reminder about what is mended meanwhile is not one of a reminder that nobody knows', async () => {
  const bot = await reminded();
  const [reminder] = bot.reminders(ada);
  await bot.say(ada, 'confirm');
  const mended = await bot.pressOn(ada, reminder, 'reminders.snooze');
  expect(mended.kind).toBe('card');
  expect(mended).not.toHaveProperty('unknown');
  expect(await bot.press(ada, 'reminders.snooze', 'reminder-777')).toMatchObject({ kind: 'card', unknown: true });
});

it('of two admins at the same time one puts it off, and the history has that one alone', async () => {
  const bot = await reminded();
  const forms = [
    await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'),
    await bot.pressOn(bea, bot.reminders(bea)[0], 'reminders.snooze'),
  ] as const;
  const replies = await Promise.all([
    bot.snooze(forms[0], { duration: '7' }, ada),
    bot.snooze(forms[1], { duration: '30' }, bea),
  ]);
  expect(replies.map((reply) => cardOf(reply).tone)).toEqual(['good', 'warning']);
  expect((await bot.history()).filter(({ deed }) => deed === 'reminder.snoozed').map(({ by }) => by)).toEqual([ada]);
});
it('when it is over the newest reminder says that the thing is open again, at the weekend too', async () => {
  const bot = await reminded();
  await bot.until('2026-11-27T10:00:00.000Z');
  await bot.snooze(await bot.pressOn(ada, bot.reminders(ada).at(-1), 'reminders.snooze'), { duration: '1' });
  await bot.pass(minute);
  const newest = () => bot.reminders(ada).at(-1)?.card;
  expect(rows(newest())).toEqual(['Contact not confirmed']);
  expect(text(newest()?.rows)).toContain('Snoozed by');
  await bot.until('2026-11-28T09:10:00.000Z');
  expect(rows(newest())).toEqual(['Contact not confirmed']);
  expect(newest()?.title).toBe('1 thing to fix');
  expect(bot.reminders(ada).at(-1)?.at.slice(0, 10)).toBe('2026-11-25');
});
