import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada, aTenant, slackChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';

let bot: OutboxBot;
beforeEach(async () => {
  bot = await anOutboxBot();
});
const broken = new ChatError('unreachable', 'http_500', null, true);

describe('a card that the platform answers with 5xx, each time', () => {
  beforeEach(() => bot.failsAt('POISON', broken));

  it('holds up no other alert, and is tried less and less', async () => {
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.sendAll(many(20));
    await bot.world.time.advance(40 * second);
    expect(bot.channel()).toHaveLength(20);
    expect(bot.tries.length).toBeLessThan(20);
    await bot.world.time.advance(6 * hour);
    expect(bot.tries.length).toBeLessThan(250);
    const last = bot.tries.slice(-2).map((at) => Date.parse(at));
    expect((last[1] ?? 0) - (last[0] ?? 0)).toBeGreaterThan(3 * minute);
  });

  it('is told to the admins after 15 minutes, once, with the alert itself', async () => {
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.pass(14 * minute);
    expect(bot.toAda()).toEqual([]);
    await bot.pass(2 * minute);
    expect(bot.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default p']);
    expect(text(bot.inPrivate(ada, 'late')[0]?.card.text)).toMatch(/for 15 minutes .* \(http_500\)/);
    await bot.pass(6 * hour, 10 * minute);
    expect(bot.toAda().filter((one) => /^(late|unrouted)/.test(one))).toHaveLength(2);
    expect(await bot.alert('webhook:default p')).toMatchObject({ routed: 'contact' });
  });

  it('is not told when another channel has the alert, but that the channel does not', async () => {
    await bot.edit({ contact: aTenant({}, bot.world.time.now()).contact });
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.pass(16 * minute);
    expect(bot.toAda()).toEqual(['late slack:C1 2026-11-24']);
  });

  it('and another one keep a new high alert waiting for seconds only, however long they fail', async () => {
    await bot.send({ id: 'p', displayName: 'POISON' }, { id: 'q', displayName: 'POISON' });
    await bot.world.time.advance(hour);
    expect(await bot.timeFor('new')).toBeLessThan(6 * second);
  });

  it('keeps its pause over a restart', async () => {
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.world.time.advance(30 * minute);
    while (Date.parse(bot.world.time.now()) - Date.parse(bot.tries.at(-1) ?? '') > second)
      await bot.world.time.advance(second);
    const before = bot.tries.length;
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(25 * second);
    expect(bot.tries.length).toBe(before);
  });
});

describe('a delivery over which the bot itself stumbles', () => {
  it('before it is sent holds up no other of its channel, is logged, and goes out once that is mended', async () => {
    await bot.send({ id: 'p' }, ...many(20));
    const row = await bot.alert('webhook:default p');
    if (!row) throw new Error('not there');
    // No door lets such a date in.
    const unreadable = { ...row, content: { ...row.content, detectedDateTime: '' } };
    await bot.world.store.change((tx) => tx.put('alerts', unreadable));
    await bot.world.time.advance(40 * second);
    expect(bot.channel()).toHaveLength(20);
    expect(bot.bugs.length).toBeGreaterThan(1);
    expect(bot.bugs.length).toBeLessThan(20);
    await bot.world.store.change((tx) => tx.put('alerts', row));
    await bot.world.time.advance(minute);
    expect(bot.has('p')).toBe(true);
  });

  it('while it is sent holds up no other of its channel, and is told to the admins like any that fails', async () => {
    bot.failsAt('POISON', new TypeError('of ours'));
    await bot.send({ id: 'p', displayName: 'POISON' });
    await bot.sendAll(many(20));
    await bot.world.time.advance(40 * second);
    expect(bot.channel()).toHaveLength(20);
    await bot.pass(16 * minute);
    expect(bot.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default p']);
    expect(bot.bugs).toContainEqual(new TypeError('of ours'));
  });

  it('and another one hold up no alert of their channel, however long it lasts', async () => {
    bot.failsAt('POISON', new TypeError('of ours'));
    await bot.send({ id: 'p', displayName: 'POISON' }, { id: 'q', displayName: 'POISON' });
    await bot.world.time.advance(hour);
    await bot.send({ id: 'medium', severity: 'medium' });
    await bot.world.time.advance(3 * second);
    expect(bot.has('medium')).toBe(true);
  });
});

describe('a platform at which everything fails', () => {
  it('is asked by probes alone, and all goes out once it recovers', async () => {
    let calls = 0;
    bot.world.slack.fault = () => {
      calls += 1;
      return { error: new ChatError('unreachable', 'http_503'), after: false };
    };
    await bot.sendAll(many(20));
    await bot.world.time.advance(10 * minute);
    bot.world.admins.clear();
    calls = 0;
    await bot.world.time.advance(4 * minute);
    expect(calls).toBeLessThanOrEqual(6);
    bot.world.slack.heals();
    await bot.world.time.advance(minute + 25 * second);
    expect(bot.channel()).toHaveLength(20);
  });

  it('in one channel holds up no other', async () => {
    const fraudChannel = { platform: 'slack', address: 'C9' } as const;
    await bot.edit({ fraudChannels: [fraudChannel] });
    bot.hasChannel(fraudChannel);
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: broken, after: false } : null);
    await bot.sendAll(many(3, { alertType: 'usageAnomalyDetection' }));
    await bot.world.time.advance(4 * second);
    expect(bot.world.slack.messages.map(({ to }) => to)).toEqual(['slack:C9', 'slack:C9', 'slack:C9']);
  });
});

it('all high alerts that wait too long go to the admins, however many they are', async () => {
  bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: broken, after: false } : null);
  await bot.sendAll(many(650));
  await bot.pass(40 * minute, minute);
  expect(new Set(bot.toAda()).size).toBe(651);
});

describe('a platform that names the time', () => {
  const busy = (ms: number) => new ChatError('unreachable', 'rate_limited', ms);
  let calls: string[];
  beforeEach(() => {
    calls = [];
  });
  const limits = (ms: number) => {
    bot.world.slack.fault = (queue) => {
      if (queue !== 'slack:C1') return null;
      calls.push(bot.world.time.now());
      return { error: busy(ms), after: false };
    };
  };

  it.each([30 * second, 4 * minute, hour, 20 * 24 * hour])('is left alone for %s ms, and asked then', async (ms) => {
    limits(ms);
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(second);
    await bot.world.time.advance(ms);
    expect(calls).toHaveLength(1);
    await bot.world.time.advance(2 * second);
    expect(calls).toHaveLength(2);
  });

  it('of 40 days is not asked in the next hours', async () => {
    limits(40 * 24 * hour);
    await bot.send({ id: 'x', severity: 'medium' });
    await bot.world.time.advance(12 * hour);
    expect(calls).toHaveLength(1);
  });

  it('of an hour is told to the admins at once; high alerts go to them too, those that come later as well', async () => {
    limits(hour);
    await bot.send({ id: 'x' }, { id: 'm', severity: 'medium' });
    await bot.pass(10 * second);
    await bot.world.time.advance(5 * second);
    expect(bot.toAda()).toEqual(['late slack:C1 2026-11-24', 'unrouted webhook:default x']);
    expect(text(bot.inPrivate(ada, 'late')[0]?.card.text)).toMatch(/before .*2026-11-24T10:00:0/);
    await bot.world.time.advance(10 * minute);
    await bot.send({ id: 'y' });
    await bot.pass(10 * second);
    await bot.world.time.advance(5 * second);
    expect(bot.toAda()).toContain('unrouted webhook:default y');
    expect(bot.toAda()).not.toContain('unrouted webhook:default m');
    bot.world.slack.heals();
    await bot.world.time.advance(hour);
    expect(['x', 'y', 'm'].map(bot.has)).toEqual([true, true, true]);
  });

  it('of four minutes is told to nobody', async () => {
    limits(4 * minute);
    await bot.send({ id: 'x' });
    await bot.pass(4 * minute);
    expect(bot.toAda()).toEqual([]);
  });
});

it('two channels do not share a pace', async () => {
  const other = { platform: 'slack', address: 'C2' } as const;
  bot.hasChannel(other);
  await bot.channelsAre(slackChannel, other);
  await bot.sendAll(many(5));
  await bot.world.time.advance(5.2 * second);
  const at = (to: string) => bot.world.slack.messages.filter((one) => one.to === to).map((one) => one.at);
  expect(at('slack:C1')).toHaveLength(5);
  expect(at('slack:C2')).toEqual(at('slack:C1'));
});
