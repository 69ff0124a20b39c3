import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const id = 'webhook:default x';

it('a card that was dropped counts as no channel that has the alert', async () => {
  bot.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 60_000), after: false } : null;
  bot.world.teams.fault = () => ({ error: new ChatError('unreachable', 'busy', 60_000), after: false });
  await bot.send({ id: 'x' });
  await bot.world.time.advance(1_000);
  await bot.world.store.change(async (tx) => {
    const first = await tx.get('deliveries', `alert ${id} > slack:C1`);
    if (first) await tx.put('deliveries', { ...first, state: 'dropped' });
  });
  bot.world.teams.fails('refused', 'BotNotInConversationRoster');
  await bot.world.time.advance(120_000);
  expect(await bot.alert(id)).toMatchObject({ routed: 'admins' });
  expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted ${id} > ${ada}`);
});

it('the admins read that no channel has it also after a channel was tried again in vain', async () => {
  const nowhere = { error: new ChatError('refused', 'is_archived'), after: false };
  bot.world.teams.fault = () => nowhere;
  bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? nowhere : null);
  await bot.send({ id: 'x' });
  await bot.world.time.advance(10_000);
  const told = bot.inPrivate(ada).find(({ deliveryId }) => deliveryId === `unrouted ${id} > ${ada}`);
  const before = text(told?.card.text);
  await bot.connected('slack');
  await bot.world.time.advance(60_000);
  expect(await bot.alert(id)).toMatchObject({ routed: 'admins' });
  expect(text(told?.card.text)).toBe(before);
});

it('a channel that is back gets what is reopened, although nobody needed it when it came back', async () => {
  await bot.channelsAre(slackChannel);
  bot.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await bot.send({ id: 'x' });
  await bot.world.time.advance(10_000);
  await bot.resolve(ada, id);
  bot.world.slack.heals();
  await bot.arrived(slackChannel);
  await bot.world.time.advance(10_000);
  expect(bot.channel()).toEqual([]);
  await bot.press(ada, 'alerts.reopen', id);
  await bot.world.time.advance(10_000);
  expect(bot.channel().map(({ card }) => newsOf(card))).toEqual(['High-severity alert']);
  const told = bot.inPrivate(ada).find(({ deliveryId }) => deliveryId === `unrouted ${id} > ${ada}`);
  expect(text(told?.card)).not.toContain('Only administrators got this alert');
});

describe('what was refused as a low alert', () => {
  const faulty = (error: ChatError) => {
    bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error, after: false } : null);
  };
  const raise = () => bot.send({ id: 'x', severity: 'high', displayName: 'URGENT' });
  beforeEach(async () => {
    await bot.channelsAre(slackChannel);
    faulty(new ChatError('refused', 'is_archived'));
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(10_000);
  });

  it('has a card of its own when its sender had raised it before the channel was back, in a storm too', async () => {
    await raise();
    await bot.world.time.advance(10_000);
    bot.world.slack.heals();
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await bot.arrived(slackChannel);
    await bot.world.time.advance(10_000);
    expect(
      bot
        .channel()
        .map(({ card }) => card.title)
        .sort(),
    ).toEqual(['30 alerts in 1 minute', 'URGENT']);
  });

  it('goes before what is less severe when its sender raises it', async () => {
    faulty(new ChatError('unreachable', 'busy', 30_000));
    await bot.send({ severity: 'medium' });
    await bot.world.time.advance(1_000);
    await raise();
    bot.world.slack.heals();
    await bot.world.time.advance(60_000);
    expect(bot.channel().map(({ card }) => card.title)).toEqual(['URGENT', 'Mining']);
  });
});

it('a card that still waits counts as one', async () => {
  bot.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 600_000), after: false } : null;
  bot.world.teams.fails('refused', 'BotNotInConversationRoster');
  await bot.send({ id: 'x' });
  await bot.world.time.advance(120_000);
  expect(await bot.alert(id)).toMatchObject({ routed: 'contact' });
});

it('what becomes more severe while it waits goes before what is less', async () => {
  bot.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 30_000), after: false } : null;
  await bot.send({ id: 'first', severity: 'low', displayName: 'First' });
  await bot.send({ id: 'x', severity: 'informational', displayName: 'Last' });
  await bot.send({ id: 'm', severity: 'medium', displayName: 'Middle' });
  await bot.world.time.advance(1_000);
  await bot.send({ id: 'x', severity: 'high', displayName: 'Urgent' });
  await bot.send({ id: 'm', severity: 'informational', displayName: 'Middle' });
  bot.world.slack.heals();
  await bot.world.time.advance(60_000);
  const order = bot.channel().map(({ card }) => /Urgent|First|Middle/.exec(card.title)?.[0]);
  expect(order).toEqual(['Urgent', 'First', 'Middle']);
});

it('what becomes more severe while nobody knows whether it was posted goes before what is less', async () => {
  const lost = new ChatError('unreachable', 'timeout', 30_000, true);
  bot.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: lost, after: false } : null);
  await bot.send({ id: 'x', severity: 'low', displayName: 'Urgent' });
  await bot.world.time.advance(2_000);
  await bot.send({ id: 'm', severity: 'medium', displayName: 'Middle' });
  await bot.send({ id: 'x', severity: 'high', displayName: 'Urgent' });
  bot.world.slack.heals();
  await bot.world.time.advance(60_000);
  expect(bot.channel().map(({ card }) => /Urgent|Middle/.exec(card.title)?.[0])).toEqual(['Urgent', 'Middle']);
});
