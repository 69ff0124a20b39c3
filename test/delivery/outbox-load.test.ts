import { beforeEach, describe, expect, it } from 'vitest';
import { outboxLoad } from '../../src/delivery/outbox-load.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { sam, secondChannel, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const fails = () => {
  bot.world.slack.fails('unreachable', 'network');
};
const oldest = async () => (await outboxLoad(bot.world)).oldestSeconds;

it('what waits is counted over all channels of a platform', async () => {
  await bot.channelsAre(slackChannel, secondChannel);
  fails();
  await bot.send({ id: 'x' }, { id: 'y' });
  expect((await outboxLoad(bot.world)).waiting).toEqual({ slack: 4, teams: 0 });
});

describe('how long the oldest delivery waits', () => {
  it('is 0 when nothing does', async () => {
    expect(await oldest()).toBe(0);
    await bot.send({});
    await bot.world.time.advance(3_000);
    await bot.world.time.advance(hour);
    expect(await oldest()).toBe(0);
  });

  it('is that of the oldest, whatever stands before it in its queue', async () => {
    fails();
    await bot.send({ severity: 'low' });
    await bot.world.time.advance(3 * hour);
    await bot.send({ severity: 'high' });
    expect(await oldest()).toBe(3 * 3_600);
  });

  it('counts an edit from when it could not be made, and not from the post of its card', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(5 * 24 * hour);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    expect(await oldest()).toBe(0);
    await bot.world.time.advance(3_000);
    fails();
    await bot.reopen(sam, 'webhook:default x');
    await bot.world.time.advance(hour);
    const waited = await oldest();
    expect(waited).toBeGreaterThan(3_590);
    expect(waited).toBeLessThanOrEqual(3_600);
    bot.world.slack.heals();
    await bot.world.time.advance(120_000);
    expect(await oldest()).toBe(0);
    await bot.world.time.advance(hour);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    expect(await oldest()).toBe(0);
  });
});
