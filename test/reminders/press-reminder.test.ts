import { expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, type ReminderBot, unconfirmed, valueOn } from '../support/a-reminder-bot.ts';
import { ada, eve, sam } from '../support/partner.ts';
import { minute } from '../support/time.ts';

async function reminded(): Promise<ReminderBot> {
  const bot = await aReminderBot();
  bot.world.admins.add(bea);
  await bot.edit(unconfirmed);
  await bot.pass(0);
  await bot.until('2026-11-24T09:10:00.000Z');
  return bot;
}

it('who presses twice is told that it is done, not that somebody was faster', async () => {
  const bot = await reminded();
  const value = valueOn(bot.reminders(ada)[0]?.card, 'contact.confirm');
  await bot.press(ada, 'contact.confirm', value);
  const again = cardOf(await bot.press(ada, 'contact.confirm', value));
  expect(text(again)).toContain('This is already done.');
  expect(text(again)).not.toContain('Somebody else');
  expect((await bot.history()).filter(({ deed }) => deed === 'contact.confirmed')).toHaveLength(1);
});

it('rights are asked for first: who lacks them is refused, also when it is done', async () => {
  const bot = await reminded();
  const value = valueOn(bot.reminders(ada)[0]?.card, 'contact.confirm');
  await bot.press(ada, 'contact.confirm', value);
  const refused = cardOf(await bot.press(eve, 'contact.confirm', value));
  expect(refused.tone).toBe('warning');
  expect(text(refused)).toContain('Only members of the contact’s channels');
  expect(refused.rows).toEqual([]);
});

it('a button that reminders have not shows nobody a reminder, whatever mark somebody makes up for it', async () => {
  const bot = await reminded();
  const [mark = ''] = / ~reminder-\d+$/.exec(valueOn(bot.reminders(ada)[0]?.card, 'contact.confirm')) ?? [];
  const plain = cardOf(await bot.press(eve, 'alerts.next', '0 '));
  const marked = cardOf(await bot.press(eve, 'alerts.next', `0 ${mark}`));
  expect([mark === '', marked.title]).toEqual([false, plain.title]);
  expect(marked.rows).toEqual(plain.rows);
});

it('a press on an old reminder does what it says, and the old one stays the earlier one', async () => {
  const bot = await reminded();
  const old = bot.reminders(ada)[0]?.card;
  const value = valueOn(old, 'contact.confirm');
  await bot.until('2026-11-25T09:10:00.000Z');
  await bot.pass(minute);
  expect(bot.reminders(ada)).toHaveLength(2);
  const reply = await bot.press(ada, 'contact.confirm', value);
  expect(cardOf(reply).title).toBe('Earlier reminder');
  expect(text(cardOf(reply).text)).toContain('Thank you');
  await bot.pass(minute);
  expect(bot.reminders(ada).map(({ card, removed }) => removed ?? card.title)).toEqual([true, 'Nothing left to fix']);
});

it('who comes second is told that somebody was faster, with what became of it', async () => {
  const bot = await reminded();
  const value = valueOn(bot.reminders(bea)[0]?.card, 'contact.confirm');
  await bot.say(sam, 'confirm');
  const reply = cardOf(await bot.press(bea, 'contact.confirm', value));
  expect(text(reply)).toContain('Somebody else has already done this');
  expect(text(reply)).toContain('Not confirmed recently');
});
