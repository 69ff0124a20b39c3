/** Admins hear of what is urgent and waits longer than a quarter of an hour, whatever it waits for. */
import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada, aTenant, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

let on: OutboxBot;
beforeEach(async () => {
  on = await anOutboxBot();
});
const late = () => on.toAda().filter((one) => one.startsWith('late '));
const copies = () => on.toAda().filter((one) => one.startsWith('unrouted '));

/** Each message takes the channel that long, without a failure. */
function slow(ms: number) {
  const { post } = on.world.slack;
  on.world.slack.post = async (to, card, how) => {
    if (to.kind === 'channel') await on.world.timers.wait(ms);
    return post(to, card, how);
  };
}

/** The contact has no channel, and the admin channel, slack:C8, does not answer. */
async function silentAdminChannelAlone() {
  const adminChannel = { platform: 'slack', address: 'C8' } as const;
  on.hasChannel(adminChannel, { name: 'admins' });
  await on.channelsAre();
  await on.organisation({ adminChannel });
  on.world.slack.fails('unreachable', 'http_503', 'slack:C8');
}

it('of a high alert behind a long queue, and of each that waits there, once', async () => {
  slow(29 * second);
  await on.sendAll(many(40));
  await on.pass(14 * minute);
  expect(on.toAda()).toEqual([]);
  await on.pass(90 * second);
  await on.world.time.advance(30 * second);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  const waiting = (await on.deliveries()).filter(
    ({ about, lateNotifiedAt }) => about.kind === 'alert' && lateNotifiedAt,
  );
  expect(waiting.length).toBeGreaterThan(5);
  expect(copies()).toHaveLength(waiting.length);
  expect(text(on.inPrivate(ada).find(({ deliveryId }) => deliveryId.startsWith('late'))?.card.text)).toContain(
    'for which more waits than it takes',
  );
  await on.pass(hour, minute);
  expect(on.channel().filter(({ deliveryId }) => deliveryId.startsWith('alert'))).toHaveLength(40);
  expect([late().length, new Set(copies()).size]).toEqual([1, copies().length]);
});

it('of a high alert whose search is limited', async () => {
  const broken = { error: new ChatError('unreachable', 'timeout', null, true), after: true };
  on.world.slack.fault = (queue) => (queue === 'slack:C1' ? broken : null);
  on.world.slack.find = async () => {
    throw new ChatError('unreachable', 'ratelimited', 45 * second);
  };
  await on.send({ id: 'x' });
  await on.world.time.advance(3 * second);
  on.world.slack.heals();
  await on.pass(14 * minute);
  expect(on.toAda()).toEqual([]);
  await on.pass(2 * minute);
  expect([late(), copies()]).toEqual([['late slack:C1 2026-11-24'], ['unrouted webhook:default x']]);
});

it('with the later of two times that the platform named, one of them before a restart', async () => {
  on.world.admins.clear();
  const pauses = [6 * minute, 5 * hour];
  on.world.slack.post = async () => {
    throw new ChatError('unreachable', 'ratelimited', pauses.shift() ?? minute);
  };
  await on.send({ id: 'x' });
  await on.pass(minute);
  on.restart();
  await on.send({ id: 'y' });
  await on.pass(minute);
  on.world.admins.add(ada);
  await on.pass(minute);
  const news = (await on.deliveries()).flatMap(({ about }) => (about.kind === 'channelLate' ? about.until : []));
  expect(news.map((until) => until?.slice(11, 16))).toEqual(['14:01']);
});

it('and not sooner because the clock was half an hour ahead for one tick', async () => {
  on.world.slack.fails('unreachable', 'http_503');
  await on.pass(6 * minute);
  await on.send({ id: 'x' });
  await on.pass(minute);
  const now = on.world.time.now();
  on.world.time.set(new Date(Date.parse(now) + hour / 2).toISOString());
  await on.tick();
  on.world.time.set(now);
  const waits = async () => (await on.deliveries()).filter(({ about }) => about.kind === 'channelLate').length;
  expect(await waits()).toBe(0);
  await on.pass(16 * minute);
  expect(await waits()).toBeGreaterThan(0);
});

it('of what both channels have in a long queue', async () => {
  await on.edit({
    contact: aTenant({ contact: { channels: [slackChannel, teamsChannel] } }, on.world.time.now()).contact,
  });
  for (const chat of [on.world.slack, on.world.teams]) {
    const { post } = chat;
    chat.post = async (to, card, how) => {
      if (to.kind === 'channel') await on.world.timers.wait(2 * hour);
      return post(to, card, how);
    };
  }
  await on.send({ id: 'x' });
  await on.pass(16 * minute);
  expect(copies()).toEqual(['unrouted webhook:default x']);
});

it('of what waits beside it too, also when that comes later, and again the next day', async () => {
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' }, { id: 'm', severity: 'medium' });
  await on.pass(16 * minute);
  expect(copies()).toEqual(['unrouted webhook:default x', 'unrouted webhook:default m']);
  await on.send({ id: 'n', severity: 'low' });
  await on.pass(14 * minute);
  expect(copies()).toHaveLength(2);
  await on.pass(2 * minute);
  expect(copies().toSorted()).toEqual(['m', 'n', 'x'].map((id) => `unrouted webhook:default ${id}`));
  await on.pass(day, 10 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
  expect(copies()).toHaveLength(3);
});

it('again after a whole day, and not before', async () => {
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' });
  await on.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await on.pass(16 * minute);
  await on.pass(day - 20 * minute, 10 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  await on.pass(20 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
});

it('again the next day, although they heard by a clock that was a year ahead and was put right', async () => {
  const right = on.world.time.now();
  on.world.time.set('2027-11-24T09:00:00.000Z');
  on.restart();
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' });
  await on.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await on.pass(16 * minute, minute);
  expect(late()).toEqual(['late slack:C1 2027-11-24']);
  on.world.time.set(right);
  await on.pass(28 * hour, hour);
  await on.world.time.advance(minute);
  expect(late()).toContain('late slack:C1 2026-11-25');
});

it('the first admin who comes hears of what has waited for one', async () => {
  on.world.admins.clear();
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' });
  await on.pass(20 * minute);
  expect((await on.deliveries()).filter(({ lateNotifiedAt }) => lateNotifiedAt)).toEqual([]);
  on.world.admins.add(ada);
  await on.pass(minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
});

it('of a card for many lesser ones no more than of each of them', async () => {
  on.world.settings.stormLimit = 5;
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.sendAll(many(10, { severity: 'medium' }));
  await on.pass(20 * minute);
  expect((await on.deliveries()).map(({ about }) => about.kind)).toContain('digest');
  expect(on.toAda()).toEqual([]);
});

it('of nothing of medium severity alone, and of nothing that was posted in time', async () => {
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'm', severity: 'medium' });
  await on.pass(20 * minute);
  expect(on.toAda()).toEqual([]);
  on.world.slack.heals();
  await on.send({ id: 'x' });
  await on.pass(20 * minute);
  expect(on.toAda()).toEqual([]);
});

it('not by a clock that is a day ahead for one tick', async () => {
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' });
  await on.pass(minute);
  const right = on.world.time.now();
  on.world.time.set('2026-11-25T09:30:00.000Z');
  await on.tick();
  on.world.time.set(right);
  await on.pass(minute);
  expect(on.toAda()).toEqual([]);
});

it('of high alerts that one card stands for', async () => {
  on.world.settings.sources = [aSource('flood', { pace: { alerts: 1, ms: hour } })];
  const from = sourcesOf(on.world);
  await from.send('flood', [{ id: 'first' }]);
  await on.pass(minute);
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await from.send('flood', many(5));
  await on.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  expect(on.toAda().filter((one) => one.startsWith('digest '))).toHaveLength(1);
});

it('a quarter of an hour after it is tried anew, on another day', async () => {
  await on.pass(6 * hour, hour);
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.send({ id: 'x' });
  await on.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  on.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await on.pass(18 * hour, 10 * minute);
  on.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await on.arrived(slackChannel);
  await on.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
});

it('of a medium alert that only the admin channel has', async () => {
  await silentAdminChannelAlone();
  await on.send({ id: 'm', severity: 'medium' });
  await on.pass(14 * minute);
  expect(late()).toEqual([]);
  await on.pass(2 * minute);
  expect(late()).toEqual(['late slack:C8 2026-11-24']);
});

it('what waits for a channel that is the admin channel no more is posted there while no admin is known', async () => {
  await silentAdminChannelAlone();
  await on.send({ id: 'x' });
  await on.world.time.advance(3 * second);
  await on.organisation({ adminChannel: null });
  on.world.admins.clear();
  on.world.slack.heals();
  await on.world.time.advance(2 * minute);
  const there = on.world.slack.messages.filter(({ to }) => to === 'slack:C8');
  expect(there.map(({ deliveryId }) => deliveryId)).toContain('unrouted webhook:default x > slack:C8');
});
