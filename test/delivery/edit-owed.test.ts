import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, formOf, newsOf, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
  await on.send({ id: 'x' });
  await on.world.time.advance(3_000);
});
const fails = (kind: 'refused' | 'gone' | 'unreachable', reason: string) => {
  on.world.slack.fails(kind, reason, 'slack:C1');
};
const heals = () => {
  on.world.slack.heals();
};
const acknowledges = () => on.press(sam, 'alerts.acknowledge', 'webhook:default x');
const titles = () => on.channel().map(({ card }) => newsOf(card));
const delivery = () => on.world.store.read((reader) => reader.get('deliveries', 'alert webhook:default x > slack:C1'));

describe('an edit that the channel refuses', () => {
  it('is owed until the bot is back in the channel, and nobody hammers the platform meanwhile', async () => {
    fails('refused', 'is_archived');
    const before = on.world.slack.calls;
    await acknowledges();
    await on.world.time.advance(hour);
    expect(on.world.slack.calls - before).toBe(1);
    heals();
    await on.arrived(slackChannel);
    await on.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });

  it('shows what came later too, and stands in the way of nothing', async () => {
    fails('refused', 'is_archived');
    await acknowledges();
    await on.world.time.advance(3_000);
    const form = formOf(await on.press(sam, 'alerts.resolve', 'webhook:default x'));
    await on.submit(sam, form, { reason: 'ignore', note: '' });
    await on.world.time.advance(3_000);
    heals();
    await on.send({ id: 'y' });
    await on.world.time.advance(3_000);
    expect(titles()).toContain('High alert');
    await on.arrived(slackChannel);
    await on.world.time.advance(3_000);
    expect(titles()[0]).toBe('Resolved');
  });

  it('is owed once more when a post of the channel is taken again', async () => {
    fails('refused', 'is_archived');
    await acknowledges();
    await on.world.time.advance(3_000);
    await on.send({ id: 'y' });
    await on.world.time.advance(3_000);
    heals();
    await on.send({ id: 'z' });
    await on.world.time.advance(5_000);
    expect(titles()[0]).toBe('Acknowledged');
  });

  it.each([
    ['is reopened', () => on.reopen(sam, 'webhook:default x')],
    ['becomes more severe', () => on.send({ id: 'x', severity: 'high' })],
  ])('stands in the way of no later one, when the alert %s', async (_what, becomesUrgent) => {
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(3_000);
    fails('refused', 'is_archived');
    await acknowledges();
    await on.world.time.advance(3_000);
    await becomesUrgent();
    await on.world.time.advance(10_000);
    expect(on.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted webhook:default x > ${ada}`);
  });

  it('is given up when the message is gone', async () => {
    fails('gone', 'message_not_found');
    await acknowledges();
    await on.world.time.advance(3_000);
    expect(await delivery()).toMatchObject({ state: 'posted', shown: 2, want: 2, reason: 'message_not_found' });
    heals();
    await on.arrived(slackChannel);
    await on.world.time.advance(3_000);
    expect(titles()).toEqual(['High alert']);
  });
});

describe('an edit while its platform is not connected', () => {
  it('is owed until it is again', async () => {
    const { slack } = on.world.chats;
    fails('unreachable', 'timeout');
    await acknowledges();
    await on.world.time.advance(100);
    heals();
    delete on.world.chats.slack;
    await on.world.time.advance(hour);
    expect(titles()).toEqual(['High alert']);
    on.world.chats.slack = slack;
    await on.connected('slack');
    await on.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});

describe('a resolved alert', () => {
  const archived = async () => (await on.alert('webhook:default x')) === null;
  const resolves = async () => {
    const form = formOf(await on.press(sam, 'alerts.resolve', 'webhook:default x'));
    await on.submit(sam, form, { reason: 'ignore', note: '' });
    await on.world.time.advance(25 * hour);
    await on.tick();
  };

  it.each(['unreachable', 'refused'] as const)(
    'is kept while a card does not show it, %s, and archived then',
    async (kind) => {
      fails(kind, 'some_reason');
      await resolves();
      expect(await archived()).toBe(false);
      heals();
      await on.arrived(slackChannel);
      await on.world.time.advance(300_000);
      await on.tick();
      expect(titles()[0]).toBe('Resolved');
      expect(await archived()).toBe(true);
    },
  );

  it('is kept for a month at most, and keeps no other from the archive', async () => {
    const { update } = on.world.slack;
    const [{ message } = { message: '' }] = on.channel();
    on.world.slack.update = async (posted, card) => {
      if (posted.message === message) throw new ChatError('refused', 'restricted_action');
      return update(posted, card);
    };
    await resolves();
    await on.send({ id: 'y' });
    await on.world.time.advance(3_000);
    const form = formOf(await on.press(sam, 'alerts.resolve', 'webhook:default y'));
    await on.submit(sam, form, { reason: 'ignore', note: '' });
    await on.world.time.advance(25 * hour);
    await on.tick();
    expect(await on.alert('webhook:default y')).toBeNull();
    expect(await archived()).toBe(false);
    on.world.time.set('2026-12-27T09:00:00.000Z');
    await on.tick();
    await on.world.time.advance(25 * hour);
    await on.tick();
    expect(await archived()).toBe(true);
  });
});
