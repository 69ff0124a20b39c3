import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { quickStore } from '../fakes/quick-store.ts';
import { fakeWorldOn } from '../fakes/world.ts';
import { type AlertDesk, ada, alertDesk, sam, slackChannel, tenantAt, text } from './alert-desk.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
let on: AlertDesk;
/** What Slack was asked about cards that have `POISON` in their title, and when. */
let tries: string[];
beforeEach(async () => {
  on = await alertDesk(fakeWorldOn({ ...memoryStore(), ...quickStore() }));
  await on.edit({ contact: { ...tenantAt(on.world.time.now()).contact, channels: [slackChannel] } });
  on.world.settings.stormLimit = 1_000;
  tries = [];
});

const many = (count: number, more: object = {}) => Array.from({ length: count }, (_, n) => ({ id: `n${n}`, ...more }));
const send = async (alerts: object[]) => {
  for (let from = 0; from < alerts.length; from += 50)
    await on.send(...alerts.slice(from, from + 50).map((one) => ({ ...one })));
};
/** Slack fails at one kind of card, and takes all others. */
function failsAt(word: string, error: ChatError): void {
  const { post, update } = on.world.slack;
  const meets = (card: Card) => {
    if (!text(card).includes(word)) return;
    tries.push(on.world.time.now());
    throw error;
  };
  on.world.slack.post = async (to, card, how) => {
    if (to.kind === 'channel') meets(card);
    return post(to, card, how);
  };
  on.world.slack.update = async (posted, card) => {
    if (posted.to.kind === 'channel') meets(card);
    return update(posted, card);
  };
}
const broken = new ChatError('unreachable', 'http_500', null, true);
const has = (id: string) =>
  on.channel().some(({ deliveryId }) => deliveryId === `alert webhook:default ${id} > slack:C1`);
const toAda = () => on.inPrivate(ada).map(({ deliveryId }) => deliveryId.split(' > ')[0] ?? '');
const edits = () => on.channel().reduce((sum, one) => sum + one.edits, 0);
/** Sends one high alert; in how many milliseconds the channel has it, at most `limit`. */
async function timeFor(id: string, limit = minute): Promise<number> {
  await on.send({ id });
  for (let passed = 0; passed <= limit; passed += 100) {
    if (has(id)) return passed;
    await on.world.time.advance(100);
  }
  return Number.POSITIVE_INFINITY;
}

describe('a card that the platform answers with 5xx, each time', () => {
  beforeEach(() => failsAt('POISON', broken));

  it('holds up no other alert, and is tried less and less', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await send(many(20));
    await on.world.time.advance(40 * second);
    expect(on.channel()).toHaveLength(20);
    expect(tries.length).toBeLessThan(20);
    await on.world.time.advance(6 * hour);
    expect(tries.length).toBeLessThan(250);
    const last = tries.slice(-2).map((at) => Date.parse(at));
    expect((last[1] ?? 0) - (last[0] ?? 0)).toBeGreaterThan(3 * minute);
  });

  it('is told to the admins after 15 minutes, once, with the alert itself', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.world.time.advance(14 * minute);
    expect(toAda()).toEqual([]);
    await on.world.time.advance(2 * minute);
    expect(toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default p']);
    expect(text(on.inPrivate(ada)[0]?.card.text)).toContain('has not taken a high alert for 15 minutes (http_500)');
    await on.world.time.advance(6 * hour);
    expect(toAda()).toHaveLength(2);
    expect(await on.alert('webhook:default p')).toMatchObject({ routed: 'contact' });
  });

  it('is not told when another channel has the alert, but that the channel does not', async () => {
    await on.edit({ contact: tenantAt(on.world.time.now()).contact });
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.world.time.advance(16 * minute);
    expect(toAda()).toEqual(['late slack:C1 2026-11-24']);
  });

  it('and another one keep a new high alert waiting for seconds only, however long they fail', async () => {
    await on.send({ id: 'p', displayName: 'POISON' }, { id: 'q', displayName: 'POISON' });
    await on.world.time.advance(hour);
    expect(await timeFor('new')).toBeLessThan(6 * second);
  });

  it('keeps its pause over a restart', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.world.time.advance(30 * minute);
    while (Date.parse(on.world.time.now()) - Date.parse(tries.at(-1) ?? '') > second)
      await on.world.time.advance(second);
    const before = tries.length;
    await on.crash();
    await on.start();
    await on.world.time.advance(25 * second);
    expect(tries.length).toBe(before);
  });
});

describe('a platform at which everything fails', () => {
  it('is asked by probes alone, and all goes out once it recovers', async () => {
    let calls = 0;
    on.world.slack.fault = () => {
      calls += 1;
      return { error: new ChatError('unreachable', 'http_503'), after: false };
    };
    await send(many(20));
    await on.world.time.advance(10 * minute);
    on.world.admins.clear();
    calls = 0;
    await on.world.time.advance(4 * minute);
    expect(calls).toBeLessThanOrEqual(6);
    on.world.slack.fault = null;
    await on.world.time.advance(minute + 25 * second);
    expect(on.channel()).toHaveLength(20);
  });

  it('in one channel holds up no other', async () => {
    await on.edit({ fraudChannels: [{ platform: 'slack', address: 'C9' }] });
    const facts = { kind: 'joined', name: 'fraud', open: false, external: false } as const;
    on.world.slack.channels.set('C9', { facts, members: [] });
    on.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: broken, after: false } : null);
    await send(many(3, { alertType: 'usageAnomalyDetection' }));
    await on.world.time.advance(4 * second);
    expect(on.world.slack.messages.map(({ to }) => to)).toEqual(['slack:C9', 'slack:C9', 'slack:C9']);
  });
});

describe('the order of a queue', () => {
  it('lets a new high alert go before 80 cards that are changed once a minute', async () => {
    await send(many(80));
    await on.world.time.advance(90 * second);
    for (let round = 0; round < 5; round++) {
      await send(many(80, { displayName: `Round ${round}` }));
      await on.world.time.advance(minute);
    }
    await send(many(80, { displayName: 'Again' }));
    await on.world.time.advance(5 * second);
    expect(await timeFor('new')).toBeLessThanOrEqual(2.1 * second);
  });

  it('lets a new high alert go before 300 cards that became overdue in one tick', { timeout: 60_000 }, async () => {
    await send(many(300, { severity: 'low' }));
    await on.world.time.advance(310 * second);
    await on.world.time.advance(24 * hour);
    await on.tick();
    await on.tick();
    await on.world.time.advance(5 * second);
    expect(await timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    expect(edits()).toBeLessThan(20);
  });

  it('is: high alerts, edits of high cards, then other posts and edits in turns', async () => {
    await on.send({ id: 'h' }, ...many(3, { severity: 'medium' }));
    await on.world.time.advance(10 * second);
    const done: string[] = [];
    const { post, update } = on.world.slack;
    on.world.slack.post = async (to, card, how) => {
      done.push(`post ${/High|Medium/.exec(card.title)?.[0]}`);
      return post(to, card, how);
    };
    on.world.slack.update = async (posted, card) => {
      done.push(`edit ${/High|Medium/.exec(card.title)?.[0]}`);
      return update(posted, card);
    };
    on.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 5_000), after: false });
    await on.send({ id: 'first', severity: 'medium' });
    await on.world.time.advance(second);
    done.length = 0;
    on.world.slack.fault = null;
    await on.send(...many(3, { severity: 'medium', displayName: 'Changed' }));
    await on.send({ id: 'h', displayName: 'Changed' });
    await on.send({ id: 'm1', severity: 'medium' }, { id: 'm2', severity: 'medium' }, { id: 'new' });
    await on.world.time.advance(20 * second);
    expect(done).toEqual([
      'post High',
      'edit High',
      // The post that was tried before had its turn.
      ...['edit Medium', 'post Medium', 'edit Medium', 'post Medium', 'edit Medium', 'post Medium'],
    ]);
  });

  it('starves nothing by edits of high cards', async () => {
    await send(many(80));
    await on.world.time.advance(90 * second);
    await on.send({ id: 'm', severity: 'medium' });
    for (let round = 0; round < 3; round++) {
      await send(many(80, { displayName: `Round ${round}` }));
      await on.world.time.advance(10 * second);
    }
    expect(has('m')).toBe(true);
  });

  it('has no edit before its own post', async () => {
    on.world.slack.fault = () => ({ error: new ChatError('unreachable', 'busy', 20_000), after: false });
    await on.send({ id: 'x' });
    await on.world.time.advance(2 * second);
    on.world.slack.fault = null;
    await on.send({ id: 'x', displayName: 'Changed' });
    await on.world.time.advance(25 * second);
    expect(on.channel().map(({ card, edits: times }) => [text(card.text).includes('Changed'), times])).toEqual([
      [true, 0],
    ]);
  });
});

describe('edits of one card', () => {
  beforeEach(async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(5 * second);
  });
  const change = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await on.send({ id: 'x', displayName: `Change ${n}` });
      await on.world.time.advance(second);
    }
  };

  it('are gathered when a sender changes it over and over: one a minute, and the last is shown', async () => {
    await change(130);
    expect(edits()).toBe(3);
    await on.world.time.advance(minute);
    expect(text(on.channel()[0]?.card.text)).toContain('Change 129');
    expect(edits()).toBe(4);
  });

  it('are made at once when a person acts, and before those of other cards', async () => {
    await change(5);
    await on.send({ id: 'b' }, { id: 'c' }, { id: 'd' });
    await on.world.time.advance(5 * second);
    await on.send({ id: 'b', displayName: 'B' }, { id: 'c', displayName: 'C' }, { id: 'd', displayName: 'D' });
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(2_100);
    expect(on.channel()[0]?.card.title).toBe('High severity alert · Acknowledged');
  });
});

describe('what is refused for its content', () => {
  const invalid = new ChatError('card', 'invalid_blocks');
  const toRefused = ['late', 'refused'];
  const good = async () => {
    await send(many(30));
    let seconds = 0;
    for (; on.channel().length < 30; seconds++) await on.world.time.advance(second);
    return seconds;
  };

  it.each([
    ['invalid_blocks', invalid],
    ['an unknown word', new ChatError('refused', 'something_new')],
  ])('by %s takes no more than a fifth of the time of good alerts', async (_what, error) => {
    const alone = await good();
    on = await alertDesk(fakeWorldOn({ ...memoryStore(), ...quickStore() }));
    await on.edit({ contact: { ...tenantAt(on.world.time.now()).contact, channels: [slackChannel] } });
    on.world.settings.stormLimit = 1_000;
    failsAt('POISON', error);
    await send(Array.from({ length: 40 }, (_, n) => ({ id: `p${n}`, displayName: 'POISON' })));
    await on.world.time.advance(hour);
    expect(on.channel()).toEqual([]);
    expect(await good()).toBeLessThanOrEqual(1.2 * alone);
  });

  it('is tried in short, then told to the admins in brief; nobody blames the channel, and reroutes nothing', async () => {
    failsAt('POISON', invalid);
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.world.time.advance(10 * second);
    expect(tries).toHaveLength(2);
    expect(toAda()).toEqual(['card refused alert webhook:default p']);
    const [told] = on.inPrivate(ada);
    expect(text(told?.card)).not.toContain('POISON');
    expect(text(told?.card.text)).toMatch(/Alert 1 \(High\) could not be shown.*invalid_blocks/);
    expect(told?.card.buttons.map(({ id, value }) => [id, value])).toEqual([['alerts.show', 'webhook:default p']]);
    expect(toAda().filter((kind) => toRefused.includes(kind.split(' ')[0] ?? ''))).toEqual([]);
    expect(await on.alert('webhook:default p')).toMatchObject({ routed: 'contact' });
    expect(await on.world.store.read((reader) => reader.list('refusing'))).toEqual([]);
  });

  it('is tried again with growing pauses, on a success, and arrives once the platform takes it', async () => {
    failsAt('POISON', invalid);
    await on.send({ id: 'p', displayName: 'POISON' });
    for (let n = 0; n < 24 * 6; n++) {
      await on.send({ id: `g${n}`, severity: 'low' });
      await on.world.time.advance(10 * minute);
    }
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(15);
    await on.send({ id: 'p', displayName: 'Mended' });
    await on.world.time.advance(5 * second);
    expect(has('p')).toBe(true);
  });

  it('as an edit leaves the message as it is, and is told to the admins when people miss something', async () => {
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(5 * second);
    failsAt('POISON', invalid);
    await on.send({ id: 'x', severity: 'high', displayName: 'POISON' });
    await on.world.time.advance(10 * second);
    expect(on.channel()[0]?.card.title).toBe('Low severity alert · Open');
    expect(toAda()).toEqual(['card refused alert webhook:default x']);
    expect(await timeFor('new')).toBeLessThanOrEqual(2.1 * second);
  });
});

describe('a sender who changes the severity over and over', () => {
  it('makes one line wait for each card, and holds up no other alert', async () => {
    await on.send({ id: 'x', severity: 'low' }, { id: 'y', severity: 'low' });
    await on.world.time.advance(5 * second);
    for (let flip = 0; flip < 601; flip++)
      for (const id of ['x', 'y']) await on.send({ id, severity: flip % 2 ? 'low' : 'high' });
    const rows = await on.world.store.read((reader) => reader.list('deliveries'));
    expect(rows.filter(({ about }) => about.kind === 'followUp').length).toBeLessThanOrEqual(4);
    expect(await timeFor('new')).toBeLessThanOrEqual(2.1 * second);
    await on.world.time.advance(3 * minute);
    const news = on.channel().filter(({ thread }) => thread !== null);
    expect(text(news.at(-1)?.card.text)).toContain('Low → High');
    expect(on.channel()[0]?.card.title).toBe('High severity alert · Open');
  });

  it('is told once a minute, how things stand then', async () => {
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(5 * second);
    for (let flip = 0; flip < 300; flip++) {
      await on.send({ id: 'x', severity: flip % 2 ? 'low' : 'high' });
      await on.world.time.advance(second);
    }
    await on.world.time.advance(2 * minute);
    const news = on.channel().filter(({ thread }) => thread !== null);
    expect(news.length).toBeGreaterThan(1);
    expect(news.length).toBeLessThanOrEqual(7);
  });
});

describe('a platform that names the time', () => {
  const busy = (ms: number) => new ChatError('unreachable', 'rate_limited', ms);
  let calls: string[];
  beforeEach(() => {
    calls = [];
  });
  const limits = (ms: number) => {
    on.world.slack.fault = (queue) => {
      if (queue !== 'slack:C1') return null;
      calls.push(on.world.time.now());
      return { error: busy(ms), after: false };
    };
  };

  it.each([30 * second, 4 * minute, hour, 20 * 24 * hour])('is left alone for %s ms, and asked then', async (ms) => {
    limits(ms);
    await on.send({ id: 'x', severity: 'medium' });
    await on.world.time.advance(second);
    await on.world.time.advance(ms);
    expect(calls).toHaveLength(1);
    await on.world.time.advance(2 * second);
    expect(calls).toHaveLength(2);
  });

  it('of 40 days is not asked in the next hours', async () => {
    limits(40 * 24 * hour);
    await on.send({ id: 'x', severity: 'medium' });
    await on.world.time.advance(12 * hour);
    expect(calls).toHaveLength(1);
  });

  it('of an hour is told to the admins at once; high alerts go to them too, those that come later as well', async () => {
    limits(hour);
    await on.send({ id: 'x' }, { id: 'm', severity: 'medium' });
    for (let n = 0; n < 5; n++) await on.world.time.advance(second);
    expect(toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default x']);
    expect(text(on.inPrivate(ada)[0]?.card.text)).toMatch(/before .*2026-11-24T10:00:0/);
    await on.world.time.advance(10 * minute);
    await on.send({ id: 'y' });
    await on.world.time.advance(65 * second);
    expect(toAda()).toContain('unrouted webhook:default y');
    expect(toAda()).not.toContain('unrouted webhook:default m');
    on.world.slack.fault = null;
    await on.world.time.advance(hour);
    expect(['x', 'y', 'm'].map(has)).toEqual([true, true, true]);
  });

  it('of four minutes is told to nobody', async () => {
    limits(4 * minute);
    await on.send({ id: 'x' });
    await on.world.time.advance(4 * minute);
    expect(toAda()).toEqual([]);
  });
});

it('two channels do not share a pace', async () => {
  const facts = { kind: 'joined', name: 'other', open: false, external: false } as const;
  const other = { platform: 'slack', address: 'C2' } as const;
  on.world.slack.channels.set('C2', { facts, members: [] });
  await on.edit({ contact: { ...tenantAt(on.world.time.now()).contact, channels: [slackChannel, other] } });
  await send(many(5));
  await on.world.time.advance(5.2 * second);
  const at = (to: string) => on.world.slack.messages.filter((one) => one.to === to).map((one) => one.at);
  expect(at('slack:C1')).toHaveLength(5);
  expect(at('slack:C2')).toEqual(at('slack:C1'));
});
