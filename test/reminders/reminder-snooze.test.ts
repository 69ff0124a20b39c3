import { beforeEach, describe, expect, it } from 'vitest';
import { cardOf, formOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, channelless, type ReminderBot, unconfirmed } from '../support/a-reminder-bot.ts';
import { ada } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: ReminderBot;
beforeEach(async () => {
  bot = await aReminderBot({ admins: [ada, bea] });
});

describe('Snooze', () => {
  beforeEach(async () => {
    await bot.edit(unconfirmed);
    await bot.until('2026-11-24T09:10:00.000Z');
  });

  it('wants a reason', async () => {
    const again = formOf(
      await bot.snooze(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'), {
        duration: '7',
        reason: ' ',
      }),
    );
    expect(Object.keys(again.problems)).toEqual(['reason']);
    expect(await bot.actions()).not.toContain('reminder.snoozed');
  });

  it('silences everybody until nine on that day, shows on the card, and is in the history', async () => {
    const done = cardOf(
      await bot.snooze(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'), { duration: '7' }),
    );
    expect(done.tone).toBe('good');
    const all = cardOf(await bot.say(ada, 'show'));
    expect(all.text).toContain('Nothing to fix now. 1 thing is snoozed.');
    expect(all.rows).toEqual([]);
    await bot.until('2026-12-01T08:59:00.000Z');
    expect(bot.reminders(ada)).toHaveLength(1);
    expect(bot.reminders('slack:C1')).toHaveLength(1);
    expect(text(bot.reminders(ada)[0]?.card.rows)).toContain('New contract on Monday');
    expect(await bot.actions()).toContain('reminder.snoozed');
    await bot.until('2026-12-01T10:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T09', '2026-12-01T09']);
  });

  it('begins the counting anew', async () => {
    await bot.snooze(await bot.pressOn(ada, bot.reminders(ada)[0], 'reminders.snooze'), { duration: '1' });
    await bot.until('2026-11-26T12:00:00.000Z');
    expect(bot.reminders(ada).map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
  });

  it('takes something critical for a week at most, and says so in French to who speaks it', async () => {
    bot.knows(ada, { name: 'Ada', locale: 'fr' });
    await bot.edit(channelless);
    await bot.pass(hour + minute);
    const reminder = bot.reminders(ada).at(-1);
    const again = formOf(await bot.snooze(await bot.pressOn(ada, reminder, 'reminders.snooze'), { duration: '30' }));
    expect(again.title).toBe('Reporter un rappel');
    expect(Object.keys(again.problems)).toEqual(['duration']);
    expect(again.problems.duration).toContain('semaine');
    expect((await bot.snooze(await bot.pressOn(ada, reminder, 'reminders.snooze'), { duration: '7' })).kind).toBe(
      'card',
    );
  });
});
