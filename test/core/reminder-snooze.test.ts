import { beforeEach, describe, expect, it } from 'vitest';
import { ada, cardOf, formOf, text } from './alert-desk.ts';
import {
  channelless,
  deeds,
  desk,
  edit,
  minute,
  nags,
  opened,
  pass,
  pressOn,
  snooze,
  unconfirmed,
  until,
} from './reminder-stage.ts';

beforeEach(opened);

describe('Snooze', () => {
  beforeEach(async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T09:10:00.000Z');
  });

  it('wants a reason', async () => {
    const again = formOf(
      await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '7', reason: ' ' }),
    );
    expect(Object.keys(again.problems)).toEqual(['reason']);
    expect(await deeds()).not.toContain('reminder.snoozed');
  });

  it('silences everybody until nine on that day, shows on the card, and is in the history', async () => {
    const done = cardOf(await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '7' }));
    expect(done.tone).toBe('good');
    await until('2026-12-01T08:59:00.000Z');
    expect(nags(ada)).toHaveLength(1);
    expect(nags('slack:C1')).toHaveLength(1);
    expect(text(nags(ada)[0]?.card.rows)).toContain('New contract on Monday');
    expect(await deeds()).toContain('reminder.snoozed');
    await until('2026-12-01T10:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T09', '2026-12-01T09']);
  });

  it('begins the counting anew', async () => {
    await snooze(await pressOn(ada, nags(ada)[0], 'reminders.snooze'), { duration: '1' });
    await until('2026-11-26T12:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
  });

  it('takes something critical for a week at most, and says so in French to who speaks it', async () => {
    desk.world.slack.people.set(ada, {
      kind: 'member',
      id: ada,
      name: 'Ada',
      email: null,
      locale: 'fr',
      timezone: null,
    });
    await edit(desk, channelless);
    await pass(minute);
    const nag = nags(ada).at(-1);
    const again = formOf(await snooze(await pressOn(ada, nag, 'reminders.snooze'), { duration: '30' }));
    expect(again.title).toBe('Reporter un rappel');
    expect(Object.keys(again.problems)).toEqual(['duration']);
    expect(again.problems.duration).toContain('semaine');
    expect((await snooze(await pressOn(ada, nag, 'reminders.snooze'), { duration: '7' })).kind).toBe('card');
  });
});
