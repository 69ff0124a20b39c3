import { beforeEach, describe, expect, it } from 'vitest';
import { backlogOf } from '../../src/delivery/backlog.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { sam, secondChannel, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
});
const fails = () => {
  on.world.slack.fails('unreachable', 'network');
};
const oldest = async () => (await backlogOf(on.world)).oldestSeconds;

it('what waits is counted over all channels of a platform', async () => {
  await on.channelsAre(slackChannel, secondChannel);
  fails();
  await on.send({ id: 'x' }, { id: 'y' });
  expect((await backlogOf(on.world)).waiting).toEqual({ slack: 4, teams: 0 });
});

describe('how long the oldest delivery waits', () => {
  it('is 0 when nothing does', async () => {
    expect(await oldest()).toBe(0);
    await on.send({});
    await on.world.time.advance(3_000);
    await on.world.time.advance(hour);
    expect(await oldest()).toBe(0);
  });

  it('is that of the oldest, whatever stands before it in its queue', async () => {
    fails();
    await on.send({ severity: 'low' });
    await on.world.time.advance(3 * hour);
    await on.send({ severity: 'high' });
    expect(await oldest()).toBe(3 * 3_600);
  });

  it('counts an edit from when it could not be made, and not from the post of its card', async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(5 * 24 * hour);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    expect(await oldest()).toBe(0);
    await on.world.time.advance(3_000);
    fails();
    await on.reopen(sam, 'webhook:default x');
    await on.world.time.advance(hour);
    const waited = await oldest();
    expect(waited).toBeGreaterThan(3_590);
    expect(waited).toBeLessThanOrEqual(3_600);
    on.world.slack.heals();
    await on.world.time.advance(120_000);
    expect(await oldest()).toBe(0);
    await on.world.time.advance(hour);
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    expect(await oldest()).toBe(0);
  });
});
