/** Admins hear of what is urgent and waits longer than a quarter of an hour, whatever it waits for. */
import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { anOutboxBot, many, type OutboxBot } from '../support/an-outbox-bot.ts';
import { ada, aTenant, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

let bot: OutboxBot;
beforeEach(async () => {
  bot = await anOutboxBot();
});
const late = () => bot.toAda().filter((one) => one.startsWith('late '));
const copies = () => bot.toAda().filter((one) => one.startsWith('unrouted '));

/** Each message takes the channel that long, without a failure. */
function slow(ms: number) {
  const { post } = bot.world.slack;
  bot.world.slack.post = async (to, card, how) => {
    if (to.kind === 'channel') await bot.world.timers.wait(ms);
    return post(to, card, how);
  };
}

/** The contact has no channel, and the admin channel, slack:C8, does not answer. */
async function silentAdminChannelAlone() {
  const adminChannel = { platform: 'slack', address: 'C8' } as const;
  bot.hasChannel(adminChannel, { name: 'admins' });
  await bot.channelsAre();
  await bot.organisation({ adminChannel });
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C8');
}

it('of a high alert behind a long queue, and of each that waits there, once', async () => {
  slow(29 * second);
  await bot.sendAll(many(40));
  await bot.pass(14 * minute);
  expect(bot.toAda()).toEqual([]);
  await bot.pass(90 * second);
  await bot.world.time.advance(30 * second);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  const waiting = (await bot.deliveries()).filter(
    ({ about, lateNotifiedAt }) => about.kind === 'alert' && lateNotifiedAt,
  );
  expect(waiting.length).toBeGreaterThan(5);
  expect(copies()).toHaveLength(waiting.length);
  expect(text(bot.inPrivate(ada, 'late')[0]?.card.text)).toContain(
    'because too many messages are queued for this channel',
  );
  await bot.pass(hour, minute);
  expect(bot.channel('alert')).toHaveLength(40);
  expect([late().length, new Set(copies()).size]).toEqual([1, copies().length]);
});

it('of a high alert whose search is limited', async () => {
  const broken = { error: new ChatError('unreachable', 'timeout', null, true), after: true };
  bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? broken : null);
  bot.world.slack.find = async () => {
    throw new ChatError('unreachable', 'ratelimited', 45 * second);
  };
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3 * second);
  bot.world.slack.heals();
  await bot.pass(14 * minute);
  expect(bot.toAda()).toEqual([]);
  await bot.pass(2 * minute);
  expect([late(), copies()]).toEqual([['late slack:C1 2026-11-24'], ['unrouted webhook:default x']]);
});

it('with the later of two times that the platform named, one of them before a restart', async () => {
  bot.world.admins.clear();
  const pauses = [6 * minute, 5 * hour];
  bot.world.slack.post = async () => {
    throw new ChatError('unreachable', 'ratelimited', pauses.shift() ?? minute);
  };
  await bot.send({ id: 'x' });
  await bot.pass(minute);
  bot.restart();
  await bot.send({ id: 'y' });
  await bot.pass(minute);
  bot.world.admins.add(ada);
  await bot.pass(minute);
  const news = (await bot.deliveries()).flatMap(({ about }) => (about.kind === 'channelLate' ? about.until : []));
  expect(news.map((until) => until?.slice(11, 16))).toEqual(['14:01']);
});

it('and not sooner because the clock was half an hour ahead for one tick', async () => {
  bot.world.slack.fails('unreachable', 'http_503');
  await bot.pass(6 * minute);
  await bot.send({ id: 'x' });
  await bot.pass(minute);
  const now = bot.world.time.now();
  bot.world.time.set(new Date(Date.parse(now) + hour / 2).toISOString());
  await bot.tick();
  bot.world.time.set(now);
  const waits = async () => (await bot.deliveries()).filter(({ about }) => about.kind === 'channelLate').length;
  expect(await waits()).toBe(0);
  await bot.pass(16 * minute);
  expect(await waits()).toBeGreaterThan(0);
});

it('of what both channels have in a long queue', async () => {
  await bot.edit({
    contact: aTenant({ contact: { channels: [slackChannel, teamsChannel] } }, bot.world.time.now()).contact,
  });
  for (const chat of [bot.world.slack, bot.world.teams]) {
    const { post } = chat;
    chat.post = async (to, card, how) => {
      if (to.kind === 'channel') await bot.world.timers.wait(2 * hour);
      return post(to, card, how);
    };
  }
  await bot.send({ id: 'x' });
  await bot.pass(16 * minute);
  expect(copies()).toEqual(['unrouted webhook:default x']);
});

it('of what waits beside it too, also when that comes later, and again the next day', async () => {
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' }, { id: 'm', severity: 'medium' });
  await bot.pass(16 * minute);
  expect(copies()).toEqual(['unrouted webhook:default x', 'unrouted webhook:default m']);
  await bot.send({ id: 'n', severity: 'low' });
  await bot.pass(14 * minute);
  expect(copies()).toHaveLength(2);
  await bot.pass(2 * minute);
  expect(copies().toSorted()).toEqual(['m', 'n', 'x'].map((id) => `unrouted webhook:default ${id}`));
  await bot.pass(day, 10 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
  expect(copies()).toHaveLength(3);
});

it('again after a whole day, and not before', async () => {
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await bot.pass(16 * minute);
  await bot.pass(day - 20 * minute, 10 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  await bot.pass(20 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
});

it('again the next day, although they heard by a clock that was a year ahead and was put right', async () => {
  const right = bot.world.time.now();
  bot.world.time.set('2027-11-24T09:00:00.000Z');
  bot.restart();
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await bot.pass(16 * minute, minute);
  expect(late()).toEqual(['late slack:C1 2027-11-24']);
  bot.world.time.set(right);
  await bot.pass(28 * hour, hour);
  await bot.world.time.advance(minute);
  expect(late()).toContain('late slack:C1 2026-11-25');
});

it('the first admin who comes hears of what has waited for one', async () => {
  bot.world.admins.clear();
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.pass(20 * minute);
  expect((await bot.deliveries()).filter(({ lateNotifiedAt }) => lateNotifiedAt)).toEqual([]);
  bot.world.admins.add(ada);
  await bot.pass(minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
});

it('of a card for many lesser ones no more than of each of them', async () => {
  bot.world.settings.stormLimit = 5;
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.sendAll(many(10, { severity: 'medium' }));
  await bot.pass(20 * minute);
  expect((await bot.deliveries()).map(({ about }) => about.kind)).toContain('digest');
  expect(bot.toAda()).toEqual([]);
});

it('of nothing of medium severity alone, and of nothing that was posted in time', async () => {
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.pass(20 * minute);
  expect(bot.toAda()).toEqual([]);
  bot.world.slack.heals();
  await bot.send({ id: 'x' });
  await bot.pass(20 * minute);
  expect(bot.toAda()).toEqual([]);
});

it('not by a clock that is a day ahead for one tick', async () => {
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.pass(minute);
  const right = bot.world.time.now();
  bot.world.time.set('2026-11-25T09:30:00.000Z');
  await bot.tick();
  bot.world.time.set(right);
  await bot.pass(minute);
  expect(bot.toAda()).toEqual([]);
});

it('of high alerts that one card stands for', async () => {
  bot.world.settings.sources = [aSource('flood', { pace: { alerts: 1, ms: hour } })];
  const from = sourcesOf(bot.world);
  await from.send('flood', [{ id: 'first' }]);
  await bot.pass(minute);
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await from.send('flood', many(5));
  await bot.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  expect(bot.toAda().filter((one) => one.startsWith('digest '))).toHaveLength(1);
});

it('a quarter of an hour after it is tried anew, on another day', async () => {
  await bot.pass(6 * hour, hour);
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24']);
  bot.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await bot.pass(18 * hour, 10 * minute);
  bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
  await bot.arrived(slackChannel);
  await bot.pass(16 * minute);
  expect(late()).toEqual(['late slack:C1 2026-11-24', 'late slack:C1 2026-11-25']);
});

it('of a medium alert that only the admin channel has', async () => {
  await silentAdminChannelAlone();
  await bot.send({ id: 'm', severity: 'medium' });
  await bot.pass(14 * minute);
  expect(late()).toEqual([]);
  await bot.pass(2 * minute);
  expect(late()).toEqual(['late slack:C8 2026-11-24']);
});

it('what waits for a channel that is the admin channel no more is posted there while no admin is known', async () => {
  await silentAdminChannelAlone();
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3 * second);
  await bot.organisation({ adminChannel: null });
  bot.world.admins.clear();
  bot.world.slack.heals();
  await bot.world.time.advance(2 * minute);
  const there = bot.world.slack.messages.filter(({ to }) => to === 'slack:C8');
  expect(there.map(({ deliveryId }) => deliveryId)).toContain('unrouted webhook:default x > slack:C8');
});
