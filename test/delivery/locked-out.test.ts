import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import { aBot, newsOf, type TestBot } from '../support/a-bot.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const tess: Identity = 'teams:11111111-1111-4111-8111-111111111111/22222222-2222-4222-8222-222222222222';
let on: TestBot<Store>;
const only = (...channels: (typeof slackChannel | typeof teamsChannel)[]) => on.channelsAre(...channels);
beforeEach(async () => {
  on = await aBot({ store: quickStore() });
  await only(slackChannel);
  on.world.admins.add(tess);
  on.knows(tess, 'Tess');
});
const fails = (kind: 'lockedOut' | 'refused', reason: string) => {
  on.world.slack.fails(kind, reason);
};
const heals = () => {
  on.world.slack.heals();
};
const titles = () => on.channel().map(({ card }) => newsOf(card));
const toTess = () => on.world.teams.messages.filter(({ to }) => to === tess).map(({ deliveryId }) => deliveryId);

describe('while a platform does not let the bot in', () => {
  it('alerts wait, admins hear of it once on the other platform, and all comes once it does', async () => {
    fails('lockedOut', 'token_revoked');
    await on.send({ id: 'x' });
    await on.send({ id: 'y', severity: 'medium' });
    await on.world.time.advance(6 * hour);
    expect(toTess()).toEqual([
      `refused slack:C1 token_revoked 2026-11-24 urgent > ${tess}`,
      `unrouted webhook:default x > ${tess}`,
      `unrouted webhook:default y > ${tess}`,
    ]);
    expect(on.inPrivate(ada)).toEqual([]);
    heals();
    await on.world.time.advance(65_000);
    expect(titles()).toEqual(['High alert', 'Medium alert']);
    expect(await on.alert('webhook:default x')).toMatchObject({ routed: 'contact' });
  });

  it('admins get each high alert, however many wait before it', async () => {
    on.world.settings.stormLimit = 1_000;
    fails('lockedOut', 'token_revoked');
    for (let from = 0; from < 250; from += 50)
      await on.send(...Array.from({ length: 50 }, (_, n) => ({ id: `n${from + n}` })));
    await on.send({ id: 'last' });
    for (let n = 0; n < 90; n++) await on.world.time.advance(hour / 360);
    expect(toTess()).toContain(`unrouted webhook:default last > ${tess}`);
    expect(new Set(toTess()).size).toBe(252);
  });

  it('it is asked about once a minute', async () => {
    fails('lockedOut', 'invalid_auth');
    await on.send({ id: 'x' });
    const before = on.world.slack.calls;
    await on.world.time.advance(hour);
    expect(on.world.slack.calls - before).toBeLessThanOrEqual(61);
  });

  it('what the contact has on the other platform is not sent to admins too', async () => {
    await only(slackChannel, teamsChannel);
    fails('lockedOut', 'token_revoked');
    await on.send({ id: 'x' });
    await on.world.time.advance(hour / 2);
    expect(toTess()).toEqual([`refused slack:C1 token_revoked 2026-11-24 urgent > ${tess}`]);
  });

  it('an edit waits as well', async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(3_000);
    fails('lockedOut', 'token_revoked');
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(hour);
    heals();
    await on.world.time.advance(65_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});

describe('when a platform is connected', () => {
  it('one thing that its channel refused is tried, and all of it goes out when that is taken', async () => {
    fails('refused', 'is_archived');
    await on.send({ id: 'x' }, { id: 'y' }, { id: 'z' });
    await on.world.time.advance(10_000);
    const calls: string[] = [];
    on.world.slack.fault = (queue) => {
      calls.push(queue);
      return { error: new ChatError('refused', 'is_archived'), after: false };
    };
    await on.connected('slack');
    await on.world.time.advance(10_000);
    expect(calls.filter((queue) => queue === 'slack:C1')).toHaveLength(1);
    heals();
    await on.connected('teams');
    await on.world.time.advance(10_000);
    expect(titles()).toEqual([]);
    await on.connected('slack');
    await on.world.time.advance(10_000);
    expect(titles()).toHaveLength(3);
  });

  it('what is over by then is not', async () => {
    fails('refused', 'is_archived');
    await on.send({ id: 'x' });
    await on.world.time.advance(10_000);
    await on.world.store.change(async (tx) => {
      const alert = await tx.get('alerts', 'webhook:default x');
      if (alert) await tx.put('alerts', { ...alert, status: 'resolved' });
    });
    heals();
    await on.connected('slack');
    await on.world.time.advance(10_000);
    expect(titles()).toEqual([]);
  });

  it('an edit that its channel refused is made', async () => {
    await on.send({ id: 'x' });
    await on.world.time.advance(3_000);
    fails('refused', 'is_archived');
    await on.press(sam, 'alerts.acknowledge', 'webhook:default x');
    await on.world.time.advance(3_000);
    heals();
    await on.connected('slack');
    await on.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});
