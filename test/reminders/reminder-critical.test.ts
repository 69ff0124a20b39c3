import { beforeEach, describe, expect, it } from 'vitest';
import { aReminderBot, channelless, contact, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, slackChannel, teamsChannel } from '../support/partner.ts';
import { minute } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('what is critical', () => {
  it('is told at once, also at night, and not again at nine that day', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    bot.world.slack.channels.delete('C1');
    await bot.left(slackChannel);
    await bot.until('2026-11-25T20:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T02']);
    expect(bot.reminders(ada)[0]?.card).toMatchObject({ title: '1 urgent thing to fix', tone: 'danger' });
    await bot.until('2026-11-26T10:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T02', '2026-11-26T09']);
  });

  it('is the one message of its day: what comes up afterwards is told the next day', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    bot.world.slack.channels.delete('C1');
    await bot.left(slackChannel);
    await bot.until('2026-11-25T05:00:00.000Z');
    await bot.edit(unconfirmed);
    await bot.until('2026-11-26T10:00:00.000Z');
    expect(bot.reminders(ada).map(({ at, card }) => [at.slice(0, 13), card.rows.length])).toEqual([
      ['2026-11-25T02', 1],
      ['2026-11-26T09', 2],
    ]);
  });

  it('and was just saved so is told after an hour: who saves it may be about to go on', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    await bot.edit(channelless);
    await bot.until('2026-11-25T02:50:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-25T20:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T03']);
  });

  it('and mended within the hour is told to nobody', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    await bot.edit(channelless);
    await bot.pass(50 * minute);
    await bot.edit(contact({ channels: [slackChannel, teamsChannel] }));
    await bot.until('2026-11-25T20:00:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
  });

  it('brings along what else is due, so that it is not told the same day', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    await bot.edit((tenant) => channelless(unconfirmed(tenant)));
    await bot.until('2026-11-25T20:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
    expect(bot.reminders(ada)[0]?.card.rows).toHaveLength(2);
  });

  it('that could not be told on its day is told as soon as it can be, at night too, with what came up meanwhile', async () => {
    await bot.until('2026-11-24T22:20:00.000Z');
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.edit(channelless);
    await bot.until('2026-11-25T12:00:00.000Z');
    await bot.edit((tenant) => ({ ...tenant, complianceAttestedAt: null }));
    await bot.until('2026-11-26T01:00:00.000Z');
    bot.world.slack.heals();
    await bot.pass(5 * minute);
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-26T01']);
    expect(bot.reminders(ada)[0]?.card.rows).toHaveLength(2);
    await bot.until('2026-11-26T20:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
    await bot.until('2026-11-27T10:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(2);
  });

  it('is not told at night when it was fixed before it could be sent', async () => {
    await bot.until('2026-11-25T02:00:00.000Z');
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.edit((tenant) => channelless(unconfirmed(tenant)));
    await bot.pass(61 * minute);
    await bot.edit(contact({ channels: [slackChannel, teamsChannel] }));
    await bot.pass(minute);
    bot.world.slack.heals();
    await bot.until('2026-11-25T08:50:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-25T10:00:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
  });
});
