import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada, aTenant, slackChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let on: OutboxBot;
beforeEach(async () => {
  on = await anOutboxBot();
});
const broken = new ChatError('unreachable', 'http_500', null, true);

describe('a card that the platform answers with 5xx, each time', () => {
  beforeEach(() => on.failsAt('POISON', broken));

  it('holds up no other alert, and is tried less and less', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.sendAll(many(20));
    await on.world.time.advance(40 * second);
    expect(on.channel()).toHaveLength(20);
    expect(on.tries.length).toBeLessThan(20);
    await on.world.time.advance(6 * hour);
    expect(on.tries.length).toBeLessThan(250);
    const last = on.tries.slice(-2).map((at) => Date.parse(at));
    expect((last[1] ?? 0) - (last[0] ?? 0)).toBeGreaterThan(3 * minute);
  });

  it('is told to the admins after 15 minutes, once, with the alert itself', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.pass(14 * minute);
    expect(on.toAda()).toEqual([]);
    await on.pass(2 * minute);
    expect(on.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default p']);
    expect(text(on.inPrivate(ada).find(({ deliveryId }) => deliveryId.startsWith('late'))?.card.text)).toContain(
      'has not taken a high alert for 15 minutes (http_500)',
    );
    await on.pass(6 * hour, 10 * minute);
    expect(on.toAda().filter((one) => /^(late|unrouted)/.test(one))).toHaveLength(2);
    expect(await on.alert('webhook:default p')).toMatchObject({ routed: 'contact' });
  });

  it('is not told when another channel has the alert, but that the channel does not', async () => {
    await on.edit({ contact: aTenant({}, on.world.time.now()).contact });
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.pass(16 * minute);
    expect(on.toAda()).toEqual(['late slack:C1 2026-11-24']);
  });

  it('and another one keep a new high alert waiting for seconds only, however long they fail', async () => {
    await on.send({ id: 'p', displayName: 'POISON' }, { id: 'q', displayName: 'POISON' });
    await on.world.time.advance(hour);
    expect(await on.timeFor('new')).toBeLessThan(6 * second);
  });

  it('keeps its pause over a restart', async () => {
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.world.time.advance(30 * minute);
    while (Date.parse(on.world.time.now()) - Date.parse(on.tries.at(-1) ?? '') > second)
      await on.world.time.advance(second);
    const before = on.tries.length;
    await on.crash();
    await on.start();
    await on.world.time.advance(25 * second);
    expect(on.tries.length).toBe(before);
  });
});

describe('a delivery over which the bot itself stumbles', () => {
  it('before it is sent holds up no other of its channel, is logged, and goes out once that is mended', async () => {
    await on.send({ id: 'p' }, ...many(20));
    const row = await on.alert('webhook:default p');
    if (!row) throw new Error('not there');
    // No door lets such a date in.
    const unreadable = { ...row, content: { ...row.content, detectedDateTime: '' } };
    await on.world.store.change((tx) => tx.put('alerts', unreadable));
    await on.world.time.advance(40 * second);
    expect(on.channel()).toHaveLength(20);
    expect(on.bugs.length).toBeGreaterThan(1);
    expect(on.bugs.length).toBeLessThan(20);
    await on.world.store.change((tx) => tx.put('alerts', row));
    await on.world.time.advance(minute);
    expect(on.has('p')).toBe(true);
  });

  it('while it is sent holds up no other of its channel, and is told to the admins like any that fails', async () => {
    on.failsAt('POISON', new TypeError('of ours'));
    await on.send({ id: 'p', displayName: 'POISON' });
    await on.sendAll(many(20));
    await on.world.time.advance(40 * second);
    expect(on.channel()).toHaveLength(20);
    await on.pass(16 * minute);
    expect(on.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default p']);
    expect(on.bugs).toContainEqual(new TypeError('of ours'));
  });
});

describe('a platform at which everything fails', () => {
  it('is asked by probes alone, and all goes out once it recovers', async () => {
    let calls = 0;
    on.world.slack.fault = () => {
      calls += 1;
      return { error: new ChatError('unreachable', 'http_503'), after: false };
    };
    await on.sendAll(many(20));
    await on.world.time.advance(10 * minute);
    on.world.admins.clear();
    calls = 0;
    await on.world.time.advance(4 * minute);
    expect(calls).toBeLessThanOrEqual(6);
    on.world.slack.heals();
    await on.world.time.advance(minute + 25 * second);
    expect(on.channel()).toHaveLength(20);
  });

  it('in one channel holds up no other', async () => {
    const fraudChannel = { platform: 'slack', address: 'C9' } as const;
    await on.edit({ fraudChannels: [fraudChannel] });
    on.hasChannel(fraudChannel);
    on.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: broken, after: false } : null);
    await on.sendAll(many(3, { alertType: 'usageAnomalyDetection' }));
    await on.world.time.advance(4 * second);
    expect(on.world.slack.messages.map(({ to }) => to)).toEqual(['slack:C9', 'slack:C9', 'slack:C9']);
  });
});

it('all high alerts that wait too long go to the admins, however many they are', async () => {
  on.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: broken, after: false } : null);
  await on.sendAll(many(650));
  await on.pass(40 * minute, minute);
  expect(new Set(on.toAda()).size).toBe(651);
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
    await on.pass(10 * second);
    await on.world.time.advance(5 * second);
    expect(on.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default x']);
    expect(text(on.inPrivate(ada).find(({ deliveryId }) => deliveryId.startsWith('late'))?.card.text)).toMatch(
      /before .*2026-11-24T10:00:0/,
    );
    await on.world.time.advance(10 * minute);
    await on.send({ id: 'y' });
    await on.pass(10 * second);
    await on.world.time.advance(5 * second);
    expect(on.toAda()).toContain('unrouted webhook:default y');
    expect(on.toAda()).not.toContain('unrouted webhook:default m');
    on.world.slack.heals();
    await on.world.time.advance(hour);
    expect(['x', 'y', 'm'].map(on.has)).toEqual([true, true, true]);
  });

  it('of four minutes is told to nobody', async () => {
    limits(4 * minute);
    await on.send({ id: 'x' });
    await on.pass(4 * minute);
    expect(on.toAda()).toEqual([]);
  });
});

it('two channels do not share a pace', async () => {
  const other = { platform: 'slack', address: 'C2' } as const;
  on.hasChannel(other);
  await on.channelsAre(slackChannel, other);
  await on.sendAll(many(5));
  await on.world.time.advance(5.2 * second);
  const at = (to: string) => on.world.slack.messages.filter((one) => one.to === to).map((one) => one.at);
  expect(at('slack:C1')).toHaveLength(5);
  expect(at('slack:C2')).toEqual(at('slack:C1'));
});
