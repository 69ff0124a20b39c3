import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import { aBot, newsOf, type TestBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const tess: Identity = 'teams:11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222';
let bot: TestBot<Store>;
const only = (...channels: (typeof slackChannel | typeof teamsChannel)[]) => bot.channelsAre(...channels);
beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await only(slackChannel);
  bot.world.admins.add(tess);
  bot.knows(tess, 'Tess');
});
const fails = (kind: 'lockedOut' | 'refused', reason: string) => {
  bot.world.slack.fails(kind, reason);
};
const heals = () => {
  bot.world.slack.heals();
};
const titles = () => bot.channel().map(({ card }) => newsOf(card));
const toTess = () => bot.world.teams.messages.filter(({ to }) => to === tess).map(({ deliveryId }) => deliveryId);

describe('while a platform does not let the bot in', () => {
  it('alerts wait, admins hear of it once on the other platform, and all comes once it does', async () => {
    fails('lockedOut', 'token_revoked');
    await bot.send({ id: 'x' });
    await bot.send({ id: 'y', severity: 'medium' });
    await bot.world.time.advance(6 * hour);
    expect(toTess()).toEqual([
      `refused slack:C1 token_revoked 2026-11-24 urgent > ${tess}`,
      `unrouted webhook:default x > ${tess}`,
      `unrouted webhook:default y > ${tess}`,
    ]);
    expect(bot.inPrivate(ada)).toEqual([]);
    heals();
    await bot.world.time.advance(65_000);
    expect(titles()).toEqual(['High-severity alert', 'Medium-severity alert']);
    expect(await bot.alert('webhook:default x')).toMatchObject({ routed: 'contact' });
  });

  it('admins get each high alert, however many wait before it', async () => {
    bot.world.settings.stormLimit = 1_000;
    fails('lockedOut', 'token_revoked');
    for (let from = 0; from < 250; from += 50)
      await bot.send(...Array.from({ length: 50 }, (_, n) => ({ id: `n${from + n}` })));
    await bot.send({ id: 'last' });
    for (let n = 0; n < 90; n++) await bot.world.time.advance(hour / 360);
    expect(toTess()).toContain(`unrouted webhook:default last > ${tess}`);
    expect(new Set(toTess()).size).toBe(252);
  });

  it('it is asked about once a minute', async () => {
    fails('lockedOut', 'invalid_auth');
    await bot.send({ id: 'x' });
    const before = bot.world.slack.calls;
    await bot.world.time.advance(hour);
    expect(bot.world.slack.calls - before).toBeLessThanOrEqual(61);
  });

  it('what the contact has on the other platform is not sent to admins too', async () => {
    await only(slackChannel, teamsChannel);
    fails('lockedOut', 'token_revoked');
    await bot.send({ id: 'x' });
    await bot.world.time.advance(hour / 2);
    expect(toTess()).toEqual([`refused slack:C1 token_revoked 2026-11-24 urgent > ${tess}`]);
  });

  it('an edit waits as well', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    fails('lockedOut', 'token_revoked');
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(hour);
    heals();
    await bot.world.time.advance(65_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});

describe('when a platform is connected', () => {
  it('one thing that its channel refused is tried, and all of it goes out when that is taken', async () => {
    fails('refused', 'is_archived');
    await bot.send({ id: 'x' }, { id: 'y' }, { id: 'z' });
    await bot.world.time.advance(10_000);
    const calls: string[] = [];
    bot.world.slack.fault = (queue) => {
      calls.push(queue);
      return { error: new ChatError('refused', 'is_archived'), after: false };
    };
    await bot.connected('slack');
    await bot.world.time.advance(10_000);
    expect(calls.filter((queue) => queue === 'slack:C1')).toHaveLength(1);
    heals();
    await bot.connected('teams');
    await bot.world.time.advance(10_000);
    expect(titles()).toEqual([]);
    await bot.connected('slack');
    await bot.world.time.advance(10_000);
    expect(titles()).toHaveLength(3);
  });

  it('what is over by then is not', async () => {
    fails('refused', 'is_archived');
    await bot.send({ id: 'x' });
    await bot.world.time.advance(10_000);
    await bot.world.store.change(async (tx) => {
      const alert = await tx.get('alerts', 'webhook:default x');
      if (alert) await tx.put('alerts', { ...alert, status: 'resolved' });
    });
    heals();
    await bot.connected('slack');
    await bot.world.time.advance(10_000);
    expect(titles()).toEqual([]);
  });

  it('an edit that its channel refused is made', async () => {
    await bot.send({ id: 'x' });
    await bot.world.time.advance(3_000);
    fails('refused', 'is_archived');
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await bot.world.time.advance(3_000);
    heals();
    await bot.connected('slack');
    await bot.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});
