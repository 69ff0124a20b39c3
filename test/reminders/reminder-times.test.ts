import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aReminderBot, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada, sam, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot();
});

describe('a reminder', () => {
  it('is not sent when all of it was fixed while it waited', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T08:59:50.000Z');
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.until('2026-11-24T09:10:00.000Z');
    await bot.say(ada, 'confirm');
    bot.world.slack.heals();
    await bot.pass(hour);
    expect(bot.reminders(ada)).toEqual([]);
  });

  it('that could not be sent in its working hours comes in the next slot, as the first one', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T08:59:50.000Z');
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.until('2026-11-24T19:00:00.000Z');
    bot.world.slack.heals();
    await bot.until('2026-11-25T08:50:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    await bot.until('2026-11-26T10:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T09', '2026-11-26T09']);
  });

  it('is sent once where the platform cannot be asked, also when the store is far above its limit', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T08:59:50.000Z');
    bot.world.teams.fails('unreachable', 'http_503');
    await bot.until('2026-11-24T09:10:00.000Z');
    bot.world.store.limit(1_000);
    bot.world.teams.heals();
    await bot.world.time.advance(hour);
    expect(bot.reminders(`teams:${teamsChannel.address}`)).toHaveLength(1);
    expect(await bot.actions()).toContain('reminder.sent');
  });

  it('is in the history once it arrived, and not when it never did', async () => {
    await bot.edit(unconfirmed);
    const { slack, teams } = bot.world;
    for (const platform of [slack, teams]) platform.fails('unreachable', 'http_503');
    await bot.until('2026-11-24T19:00:00.000Z');
    expect(await bot.actions()).not.toContain('reminder.sent');
    for (const platform of [slack, teams]) platform.heals();
    await bot.until('2026-11-25T09:05:00.000Z');
    expect((await bot.actions()).filter((deed) => deed === 'reminder.sent')).not.toEqual([]);
  });

  it('stays as an earlier one where the platform lets the bot delete nothing', async () => {
    bot.world.slack.keeps = true;
    await bot.edit(unconfirmed);
    await bot.until('2026-11-25T12:00:00.000Z');
    expect(bot.reminders(ada).map(({ card }) => card.title)).toEqual(['Earlier reminder', '1 thing to fix']);
  });

  it('keeps its distance: 1, 3, 7 and 14 days, on working days, and the newer one takes the place of the older one', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2027-01-01T12:00:00.000Z');
    const days = bot.reminders(ada).map(({ at }) => at.slice(0, 10));
    expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-07', '2026-12-21']);
    expect(bot.reminders(ada).map(({ card, removed }) => removed ?? card.title)).toEqual([
      ...Array(4).fill(true),
      '1 thing to fix',
    ]);
  });

  it('stays the newest when the next one never arrives, since all was fixed meanwhile', async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T12:00:00.000Z');
    bot.world.slack.fault = (_queue, what) =>
      what === 'post' ? { error: new ChatError('unreachable', 'down'), after: false } : null;
    await bot.until('2026-11-25T09:05:00.000Z');
    expect(bot.reminders(ada).map(({ card }) => card.title)).toEqual(['1 thing to fix']);
    await bot.say(sam, 'confirm');
    bot.world.slack.heals();
    await bot.until('2026-11-25T12:00:00.000Z');
    expect(bot.reminders(ada).map(({ card }) => card.title)).toEqual(['Nothing left to fix']);
  });

  it('speaks the language and keeps the hours of who reads it', async () => {
    bot.knows(ada, { name: 'Ada', locale: 'fr', timezone: 'America/New_York' });
    // What was known of them may be five minutes old.
    await bot.world.time.advance(300_000);
    await bot.say(ada, 'help');
    await bot.edit((tenant) => ({ ...unconfirmed(tenant) }));
    await bot.until('2026-11-24T20:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T14']);
    expect(bot.reminders(ada)[0]?.card.title).toBe('1 point à régler');
  });

  it('comes at nine o’clock of the zone that the settings name since the last restart', async () => {
    await bot.until('2026-11-25T08:00:00.000Z');
    await bot.edit(unconfirmed);
    await bot.until('2026-11-25T08:30:00.000Z');
    expect(bot.reminders(ada)).toEqual([]);
    bot.world.defaults = { ...bot.world.defaults, timezone: 'Europe/Paris' };
    await bot.crash();
    await bot.until('2026-11-25T08:45:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
  });
});
