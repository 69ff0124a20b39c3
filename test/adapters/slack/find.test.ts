import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatError, type Posted, type PostHow, type Tried } from '../../../src/ports/chat.ts';
import { alone, cardOf, channel, type Rig, rig } from './rig.ts';

const start = Date.parse('2026-11-24T09:00:00Z');
const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const general = channel('C0GENERAL');
let all: Rig;
/** Time that passes, and how far this machine's clock is ahead of Slack's. */
let passed = 0;
let ahead = 0;
beforeEach(async () => {
  [passed, ahead] = [0, 0];
  all = await rig({ now: () => start + passed + ahead, there: () => start + passed });
});
afterEach(() => all.stop());

const tries = (): Tried => ({
  at: new Date(start + passed + ahead).toISOString(),
  there: all.platform.chat.time(),
  answered: false,
});
const post = (how: PostHow = alone, to = general) => all.platform.chat.post(to, cardOf('Alert'), how);
const find = (tried: Tried, how: { deliveryId: string; thread: string | null } = alone, to = general) =>
  all.platform.chat.find(to, how, tried);
/** Messages of others, as often as given. */
const talk = (count: number, everyMs: number, more: { channel?: string; thread_ts?: string } = {}) => {
  for (let n = 0; n < count; n++) {
    const [last] = all.slack.messages;
    const blocks = last?.blocks ?? [];
    const said = { text: 'Talk', blocks, channel: 'C0GENERAL', thread_ts: null, only: null, metadata: null, sent: {} };
    all.slack.messages.push({ ...said, ...more, ts: all.slack.stamp() });
    passed += everyMs;
  }
};
const reads = () => all.slack.calls.filter(({ method }) => /history|replies/.test(method));
/** Asks as often as it is told to, until there is an answer. */
async function found(tried: Tried, how: Parameters<typeof find>[1] = alone, to = general) {
  for (let round = 0; round < 200; round++) {
    const said = await find(tried, how, to).catch((error: unknown) => error);
    if (!(said instanceof ChatError)) return said;
    passed += said.retryAfterMs ?? second;
  }
  return 'never';
}

describe('a message whose answer was lost', () => {
  it('is found where it is, alone and in a thread', async () => {
    const tried = tries();
    const posted = await post();
    const how = { deliveryId: 'd2', thread: posted.message };
    const reply = await all.platform.chat.post(general, cardOf('Reminder'), how);
    passed += 12 * second;
    expect(await find(tried)).toEqual(posted);
    expect(await find(tried, how)).toEqual(reply);
    passed += minute;
    expect(await find(tried, { deliveryId: 'd2', thread: null })).toBe('absent');
  });

  it('may still come for 12 s: it is looked for once, after that and a second more for Slack’s clock', async () => {
    const tried = tries();
    passed += 9 * second;
    await expect(find(tried)).rejects.toMatchObject({ kind: 'unreachable', reason: 'too_soon', maybeDone: true });
    expect(await find(tried).catch((error: ChatError) => error.retryAfterMs)).toBe(4_000);
    passed += second;
    const posted = await post();
    passed += 3 * second;
    expect(reads()).toEqual([]);
    expect(await find(tried)).toEqual(posted);
    expect(reads()).toHaveLength(1);
    passed += minute;
    expect(await find({ ...tried }, { deliveryId: 'd2', thread: null })).toBe('absent');
  });

  it('is absent 2 s after Slack answered with a fault of its own, by one reading', async () => {
    const tried = { ...tries(), answered: true };
    passed += 8 * second;
    await expect(find(tried)).rejects.toMatchObject({ reason: 'too_soon', retryAfterMs: 2_000, maybeDone: true });
    passed += 2 * second;
    expect(reads()).toEqual([]);
    expect(await find(tried)).toBe('absent');
    expect(reads()).toHaveLength(1);
  });

  it.each([
    ['set back by a day', -24 * hour],
    ['set forward by a day', 24 * hour],
    ['right', 0],
  ])('is looked for around the time of the try although this machine’s clock was %s since', async (_how, jump) => {
    const tried = tries();
    passed += second;
    const posted = await post();
    ahead += jump;
    const other = { deliveryId: 'd2', thread: null };
    await expect(find(tried, other)).rejects.toMatchObject({ reason: 'too_soon', retryAfterMs: 12_000 });
    passed += 11 * second;
    expect(await find(tried)).toEqual(posted);
    expect(await find(tried, other)).toBe('absent');
  });

  it.each([-hour, 0, hour])(
    'is found, and waited for, when Slack’s clock was not known at the try: %i ms',
    async (by) => {
      ahead = by;
      const tried = { ...tries(), there: null };
      const posted = await post();
      const other = { deliveryId: 'd2', thread: null };
      await expect(find(tried)).rejects.toMatchObject({ reason: 'too_soon', retryAfterMs: 12_000 });
      await expect(find(tried, other)).rejects.toMatchObject({ reason: 'too_soon', retryAfterMs: 12_000 });
      passed += 12 * second;
      expect(await find(tried)).toEqual(posted);
      expect(await find(tried, other)).toBe('absent');
    },
  );
});

describe('an answer that is none', () => {
  it.each<[string, object]>([
    ['without messages', { ok: true }],
    ['whose messages are no list', { ok: true, messages: {} }],
    ['whose messages have no time', { ok: true, messages: [{ text: 'x' }] }],
    ['that has more and does not say where', { ok: true, messages: [], has_more: true }],
  ])('%s leaves it in doubt', async (_what, body) => {
    const tried = tries();
    passed += minute;
    all.slack.fail('conversations.history', { kind: 'answer', body });
    await expect(find(tried)).rejects.toMatchObject({ kind: 'unreachable', reason: 'bad_answer', maybeDone: true });
    expect(await find(tried)).toBe('absent');
  });

  it('in a thread leaves it in doubt too', async () => {
    const { message } = await post();
    const tried = tries();
    passed += minute;
    all.slack.fail('conversations.replies', { kind: 'bare answer' });
    const how = { deliveryId: 'd2', thread: message };
    await expect(find(tried, how)).rejects.toMatchObject({ kind: 'unreachable', reason: 'bad_answer' });
    expect(await find(tried, how)).toBe('absent');
  });
});

it('who comes too soon keeps its place among the searches until it can be made: urgent ones first', async () => {
  const long = tries();
  passed += minute;
  const of = (deliveryId: string) => ({ deliveryId, thread: null });
  for (let n = 0; n < 48; n++) expect(await find(long, of(`d${n}`))).toBe('absent');
  const early = tries();
  const urgent = { ...early, urgent: true };
  await expect(find(early, of('early'))).rejects.toMatchObject({ reason: 'too_soon' });
  await expect(find(urgent, of('urgent'))).rejects.toMatchObject({ reason: 'too_soon' });
  passed += 20 * second;
  await expect(find(long, of('other'))).rejects.toMatchObject({ reason: 'rate_limited' });
  expect(await find(urgent, of('urgent'))).toBe('absent');
  expect(await find(early, of('early'))).toBe('absent');
});

it('an urgent search is made before those that wait', async () => {
  const long = tries();
  passed += minute;
  const of = (deliveryId: string) => ({ deliveryId, thread: null });
  for (let n = 0; n < 49; n++) expect(await find(long, of(`d${n}`))).toBe('absent');
  await expect(find(tries(), of('early'))).rejects.toMatchObject({ reason: 'too_soon' });
  await expect(find(long, of('other'))).rejects.toMatchObject({ reason: 'rate_limited' });
  expect(await find({ ...long, urgent: true }, of('urgent'))).toBe('absent');
});

describe('in a busy channel', () => {
  it('one page is enough, however much was said before and since', async () => {
    talk(1_400, minute);
    const tried = tries();
    passed += second;
    const posted = await post();
    talk(2_800, minute);
    expect(await find(tried)).toEqual(posted);
    expect(await find(tried, { deliveryId: 'd2', thread: null })).toBe('absent');
    expect(reads()).toHaveLength(2);
  });

  it('a thread is read around the time of the try too', async () => {
    const parent = await post();
    talk(1_000, minute, { thread_ts: parent.message ?? '' });
    const tried = tries();
    const how = { deliveryId: 'd2', thread: parent.message };
    const reply = await all.platform.chat.post(general, cardOf('Reminder'), how);
    talk(1_000, minute, { thread_ts: parent.message ?? '' });
    expect(await find(tried, how)).toEqual(reply);
    expect(reads()).toHaveLength(1);
  });

  it('the next try goes on where a 429 ended the last one', async () => {
    const tried = tries();
    const posted = await post();
    talk(500, 100);
    passed += minute;
    all.slack.fail('conversations.history', { kind: 'slow', ms: 1 });
    all.slack.fail('conversations.history', { kind: 'rate limited', seconds: 30 });
    await expect(find(tried)).rejects.toMatchObject({ reason: 'rate_limited', retryAfterMs: 30_000 });
    passed += 30 * second;
    expect(await found(tried)).toEqual(posted);
    const cursors = reads().map(({ args }) => args.cursor);
    expect(new Set(cursors).size).toBe(3);
    expect(cursors).toHaveLength(3);
  });

  it('a cursor that Slack no longer knows begins anew', async () => {
    const tried = tries();
    const posted = await post();
    talk(250, 100);
    passed += minute;
    all.slack.fail('conversations.history', { kind: 'slow', ms: 1 });
    all.slack.fail('conversations.history', { kind: 'refused', error: 'invalid_cursor' });
    await expect(find(tried)).rejects.toMatchObject({ kind: 'unreachable', reason: 'invalid_cursor' });
    expect(await found(tried)).toEqual(posted);
  });

  it('with more around the time than anybody reads, nobody knows', async () => {
    const tried = tries();
    await post();
    talk(3_100, 10);
    passed += hour;
    expect(await found(tried)).toBe('unknowable');
  });
});

describe('after a crash', () => {
  it.each([
    [60, 75],
    [300, 360],
  ])(
    'what became of a post is known in %i channels within %i s, by one search each, urgent ones first',
    async (count, seconds) => {
      const rooms = Array.from({ length: count }, (_, n) => `C${n}`);
      for (const id of rooms) all.slack.addChannel(id, { members: [all.slack.bot.user] });
      const tried = tries();
      // Slack took half of them; the process that knew is gone, and the next one begins two seconds later.
      const how = (id: string) => ({ ...alone, deliveryId: `d1 > ${id}` });
      for (const [n, id] of rooms.entries()) if (n % 2 === 0) await post(how(id), channel(id));
      passed += 2 * second;
      const crashed = passed - 2 * second;
      const isUrgent = (n: number) => n >= count - 20;
      const due = rooms.map((id, n) => ({ id, n, at: passed, until: Number.POSITIVE_INFINITY }));
      for (;;) {
        const next = due.filter(({ until }) => until === Number.POSITIVE_INFINITY).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        passed = Math.max(passed, next.at);
        const asked = { ...tried, urgent: isUrgent(next.n) };
        const said = await find(asked, how(next.id), channel(next.id)).catch((error: unknown) => error);
        if (said instanceof ChatError) next.at = passed + Math.max(1_020, said.retryAfterMs ?? second);
        else next.until = passed;
        if (next.until === passed) expect(typeof said).toBe(next.n % 2 === 0 ? 'object' : 'string');
      }
      const last = (which: typeof due) => Math.max(...which.map(({ until }) => until)) - crashed;
      expect(last(due)).toBeLessThanOrEqual(seconds * second);
      expect(last(due.filter(({ n }) => isUrgent(n)))).toBeLessThanOrEqual(15 * second);
      expect(reads()).toHaveLength(count);
      expect(all.slack.limits.refused).toBe(0);
    },
  );
});

describe('many channels at once', () => {
  it.each([
    ['an app of one’s own', { perMinute: 50, page: 999 }, { rooms: 80, minutes: 2, refused: 0 }],
    ['an app sold outside of Slack’s Marketplace', { perMinute: 1, page: 15 }, { rooms: 20, minutes: 45, refused: 45 }],
  ])(
    'all find their message, and Slack’s limit is kept: %s',
    async (_what, reading, { rooms: count, minutes, refused }) => {
      Object.assign(all.slack.reading, reading);
      const rooms = Array.from({ length: count }, (_, n) => `C${n}`);
      for (const id of rooms) all.slack.addChannel(id, { members: [all.slack.bot.user] });
      const lost: { to: ReturnType<typeof channel>; tried: Tried; posted: Posted }[] = [];
      for (const id of rooms) lost.push({ to: channel(id), tried: tries(), posted: await post(alone, channel(id)) });
      for (const id of rooms) talk(20, 0, { channel: id });
      passed += minute;
      const asked = passed;
      const due = lost.map((one) => ({ ...one, at: passed, answer: null as unknown }));
      for (;;) {
        const next = due.filter(({ answer }) => answer === null).sort((a, b) => a.at - b.at)[0];
        if (!next || passed - asked > 5 * hour) break;
        passed = Math.max(passed, next.at);
        const said = await find(next.tried, alone, next.to).catch((error: unknown) => error);
        if (said instanceof ChatError) {
          expect(said.retryAfterMs ?? 0).toBeLessThanOrEqual(minute);
          next.at = passed + Math.max(1_020, said.retryAfterMs ?? second);
        } else next.answer = said;
      }
      expect(due.map(({ answer }) => answer)).toEqual(lost.map(({ posted }) => posted));
      expect(passed - asked).toBeLessThan(minutes * minute);
      expect(all.slack.limits.refused).toBeLessThanOrEqual(refused);
    },
  );
});
