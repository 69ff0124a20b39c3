import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports.ts';
import { ada, sam } from './alert-desk.ts';
import { deeds, desk, edit, hour, nags, opened, pass, unconfirmed, until } from './reminder-stage.ts';

beforeEach(opened);

describe('a reminder', () => {
  it('is not sent when all of it was fixed while it waited', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T08:59:50.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T09:10:00.000Z');
    await desk.say(ada, 'confirm');
    desk.world.slack.fault = null;
    await pass(hour);
    expect(nags(ada)).toEqual([]);
  });

  it('that could not be sent in its working hours comes in the next slot, as the first one', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T08:59:50.000Z');
    desk.world.slack.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T19:00:00.000Z');
    desk.world.slack.fault = null;
    await until('2026-11-25T08:50:00.000Z');
    expect(nags(ada)).toEqual([]);
    await until('2026-11-26T10:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-25T09', '2026-11-26T09']);
  });

  it('is in the history once it arrived, and not when it never did', async () => {
    await edit(desk, unconfirmed);
    const { slack, teams } = desk.world;
    for (const platform of [slack, teams])
      platform.fault = () => ({ error: new ChatError('unreachable', 'http_503'), after: false });
    await until('2026-11-24T19:00:00.000Z');
    expect(await deeds()).not.toContain('reminder.sent');
    for (const platform of [slack, teams]) platform.fault = null;
    await until('2026-11-25T09:05:00.000Z');
    expect((await deeds()).filter((deed) => deed === 'reminder.sent')).not.toEqual([]);
  });

  it('keeps its distance: 1, 3, 7 and 14 days, on working days, and the older one says that there is a newer one', async () => {
    await edit(desk, unconfirmed);
    await until('2027-01-01T12:00:00.000Z');
    const days = nags(ada).map(({ at }) => at.slice(0, 10));
    expect(days).toEqual(['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-07', '2026-12-21']);
    expect(nags(ada).map(({ card }) => card.title)).toEqual([...Array(4).fill('Earlier reminder'), '1 thing to fix']);
  });

  it('stays the newest when the next one never arrives, since all was fixed meanwhile', async () => {
    await edit(desk, unconfirmed);
    await until('2026-11-24T12:00:00.000Z');
    desk.world.slack.fault = (_queue, what) =>
      what === 'post' ? { error: new ChatError('unreachable', 'down'), after: false } : null;
    await until('2026-11-25T09:05:00.000Z');
    expect(nags(ada).map(({ card }) => card.title)).toEqual(['1 thing to fix']);
    await desk.say(sam, 'confirm');
    desk.world.slack.fault = null;
    await until('2026-11-25T12:00:00.000Z');
    expect(nags(ada).map(({ card }) => card.title)).toEqual(['Nothing left to fix']);
  });

  it('speaks the language and keeps the hours of who reads it', async () => {
    desk.world.slack.people.set(ada, {
      kind: 'member',
      id: ada,
      name: 'Ada',
      email: null,
      locale: 'fr',
      timezone: 'America/New_York',
    });
    await desk.say(ada, 'help');
    await edit(desk, (tenant) => ({ ...unconfirmed(tenant) }));
    await until('2026-11-24T20:00:00.000Z');
    expect(nags(ada).map(({ at }) => at.slice(0, 13))).toEqual(['2026-11-24T14']);
    expect(nags(ada)[0]?.card.title).toBe('1 point à régler');
  });
});
