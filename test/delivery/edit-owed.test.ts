import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, formOf, newsOf, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3_000);
});
const fails = (kind: 'refused' | 'gone' | 'unreachable', reason: string) => {
  bot.world.slack.fails(kind, reason, 'slack:C1');
};
const heals = () => {
  bot.world.slack.heals();
};
const acknowledges = () => bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
const titles = () => bot.channel().map(({ card }) => newsOf(card));
const delivery = () => bot.world.store.read((reader) => reader.get('deliveries', 'alert webhook:default x > slack:C1'));

describe('an edit that the channel refuses', () => {
  it('is owed until the bot is back in the channel, and nobody hammers the platform meanwhile', async () => {
    fails('refused', 'is_archived');
    const before = bot.world.slack.calls;
    await acknowledges();
    await bot.world.time.advance(hour);
    expect(bot.world.slack.calls - before).toBe(1);
    heals();
    await bot.arrived(slackChannel);
    await bot.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });

  it('shows what came later too, and stands in the way of nothing', async () => {
    fails('refused', 'is_archived');
    await acknowledges();
    await bot.world.time.advance(3_000);
    await bot.resolve(sam, 'webhook:default x');
    await bot.world.time.advance(3_000);
    heals();
    await bot.send({ id: 'y' });
    await bot.world.time.advance(3_000);
    expect(titles()).toContain('High-severity alert');
    await bot.arrived(slackChannel);
    await bot.world.time.advance(3_000);
    expect(titles()[0]).toBe('Resolved');
  });

  it('is owed once more when a post of the channel is taken again', async () => {
    fails('refused', 'is_archived');
    await acknowledges();
    await bot.world.time.advance(3_000);
    await bot.send({ id: 'y' });
    await bot.world.time.advance(3_000);
    heals();
    await bot.send({ id: 'z' });
    await bot.world.time.advance(5_000);
    expect(titles()[0]).toBe('Acknowledged');
  });

  it.each([
    ['is reopened', () => bot.reopen(sam, 'webhook:default x')],
    ['becomes more severe', () => bot.send({ id: 'x', severity: 'high' })],
  ])('stands in the way of no later one, when the alert %s', async (_what, becomesUrgent) => {
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(3_000);
    fails('refused', 'is_archived');
    await acknowledges();
    await bot.world.time.advance(3_000);
    await becomesUrgent();
    await bot.world.time.advance(10_000);
    expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted webhook:default x > ${ada}`);
  });

  it('is given up when the message is gone', async () => {
    fails('gone', 'message_not_found');
    await acknowledges();
    await bot.world.time.advance(3_000);
    expect(await delivery()).toMatchObject({ state: 'posted', shown: 2, want: 2, reason: 'message_not_found' });
    heals();
    await bot.arrived(slackChannel);
    await bot.world.time.advance(3_000);
    expect(titles()).toEqual(['High-severity alert']);
  });
});

describe('an edit while its platform is not connected', () => {
  it('is owed until it is again', async () => {
    const { slack } = bot.world.chats;
    fails('unreachable', 'timeout');
    await acknowledges();
    await bot.world.time.advance(100);
    heals();
    delete bot.world.chats.slack;
    await bot.world.time.advance(hour);
    expect(titles()).toEqual(['High-severity alert']);
    bot.world.chats.slack = slack;
    await bot.connected('slack');
    await bot.world.time.advance(3_000);
    expect(titles()).toEqual(['Acknowledged']);
  });
});

describe('a resolved alert', () => {
  const archived = async () => (await bot.alert('webhook:default x')) === null;
  const resolves = async () => {
    const form = formOf(await bot.press(sam, 'alerts.resolve', 'webhook:default x'));
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    await bot.ticksAfter(25 * hour);
  };

  it.each(['unreachable', 'refused'] as const)(
    'is kept while a card does not show it, %s, and archived then',
    async (kind) => {
      fails(kind, 'some_reason');
      await resolves();
      expect(await archived()).toBe(false);
      heals();
      await bot.arrived(slackChannel);
      await bot.ticksAfter(300_000);
      expect(titles()[0]).toBe('Resolved');
      expect(await archived()).toBe(true);
    },
  );

  it('is kept for a month at most, and keeps no other from the archive', async () => {
    const { update } = bot.world.slack;
    const [{ message } = { message: '' }] = bot.channel();
    bot.world.slack.update = async (posted, card) => {
      if (posted.message === message) throw new ChatError('refused', 'restricted_action');
      return update(posted, card);
    };
    await resolves();
    await bot.send({ id: 'y' });
    await bot.world.time.advance(3_000);
    await bot.resolve(sam, 'webhook:default y');
    await bot.ticksAfter(25 * hour);
    expect(await bot.alert('webhook:default y')).toBeNull();
    expect(await archived()).toBe(false);
    bot.world.time.set('2026-12-27T09:00:00.000Z');
    await bot.tick();
    await bot.ticksAfter(25 * hour);
    expect(await archived()).toBe(true);
  });
});
