import { beforeEach, describe, expect, it } from 'vitest';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, neverAttested, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: ReminderBot;
/** The bot is down until then. */
function down(until: string) {
  bot.world.time.set(until);
  bot.restart();
}
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('the bot that was down', () => {
  it('makes up for the slot of the day within its working hours, with one message for all that came up', async () => {
    await bot.edit(unconfirmed);
    down('2026-11-26T14:00:00.000Z');
    await bot.edit(neverAttested);
    await bot.until('2026-11-27T08:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T14']);
    expect(bot.reminders(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('drops a slot whose working hours are over', async () => {
    await bot.edit(unconfirmed);
    down('2026-11-26T18:30:00.000Z');
    await bot.until('2026-11-27T08:50:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-27T10:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
  });

  it('sends nothing of a crash before its slot twice', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T09:05:00.000Z');
    await bot.crash();
    await bot.start();
    await bot.pass(3 * hour);
    expect(bot.reminders(ada)).toHaveLength(1);
  });
});

it('a first start within working hours sends nothing before the next slot', async () => {
  bot = await aReminderBot({ started: false });
  down('2026-11-24T10:00:00.000Z');
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T20:00:00.000Z');
  expect(bot.reminders(ada)).toEqual([]);
  await bot.until('2026-11-25T10:00:00.000Z');
  expect(bot.reminders(ada)).toHaveLength(1);
});

it('a new admin is told in their next slot', async () => {
  await bot.edit(unconfirmed);
  await bot.until('2026-11-24T11:00:00.000Z');
  bot.world.admins.add(bea);
  await bot.until('2026-11-24T20:00:00.000Z');
  expect(bot.reminders(bea)).toEqual([]);
  await bot.until('2026-11-25T10:00:00.000Z');
  expect(bot.reminders(bea)).toHaveLength(1);
});

it('a bot that cannot write keeps answering, and reminds once it can', async () => {
  await bot.edit(unconfirmed);
  bot.world.store.diskFull(true);
  down('2026-11-24T09:30:00.000Z');
  await bot.tick().catch(() => {});
  expect(cardOf(await bot.say(ada, 'check')).title).toBe('2 things to fix');
  expect(text(await bot.say(ada, 'show'))).toContain('Next: confirm that the contact is still right');
  expect(bot.reminders(ada)).toEqual([]);
  bot.world.store.diskFull(false);
  await bot.pass(minute);
  expect(bot.reminders(ada)).toHaveLength(1);
});
