import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, formOf, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, slackChannel } from '../support/partner.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
});
const id = 'webhook:default x';

it('a card that was dropped counts as no channel that has the alert', async () => {
  on.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 60_000), after: false } : null;
  on.world.teams.fault = () => ({ error: new ChatError('unreachable', 'busy', 60_000), after: false });
  await on.send({ id: 'x' });
  await on.world.time.advance(1_000);
  await on.world.store.change(async (tx) => {
    const first = await tx.get('deliveries', `alert ${id} > slack:C1`);
    if (first) await tx.put('deliveries', { ...first, state: 'dropped' });
  });
  on.world.teams.fails('refused', 'BotNotInConversationRoster');
  await on.world.time.advance(120_000);
  expect(await on.alert(id)).toMatchObject({ routed: 'admins' });
  expect(on.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted ${id} > ${ada}`);
});

it('the admins read that no channel has it also after a channel was tried again in vain', async () => {
  const nowhere = { error: new ChatError('refused', 'is_archived'), after: false };
  on.world.teams.fault = () => nowhere;
  on.world.slack.fault = (queue) => (queue === 'slack:C1' ? nowhere : null);
  await on.send({ id: 'x' });
  await on.world.time.advance(10_000);
  const told = on.inPrivate(ada).find(({ deliveryId }) => deliveryId === `unrouted ${id} > ${ada}`);
  const before = text(told?.card.text);
  await on.connected('slack');
  await on.world.time.advance(60_000);
  expect(await on.alert(id)).toMatchObject({ routed: 'admins' });
  expect(text(told?.card.text)).toBe(before);
});

it('a channel that is back gets what is reopened, although nobody needed it when it came back', async () => {
  await on.channelsAre(slackChannel);
  on.world.slack.fails('refused', 'is_archived', 'slack:C1');
  await on.send({ id: 'x' });
  await on.world.time.advance(10_000);
  const form = formOf(await on.press(ada, 'alerts.resolve', id));
  await on.submit(ada, form, { reason: 'ignore', note: '' });
  on.world.slack.heals();
  await on.arrived(slackChannel);
  await on.world.time.advance(10_000);
  expect(on.channel()).toEqual([]);
  await on.press(ada, 'alerts.reopen', id);
  await on.world.time.advance(10_000);
  expect(on.channel().map(({ card }) => newsOf(card))).toEqual(['High alert']);
  const told = on.inPrivate(ada).find(({ deliveryId }) => deliveryId === `unrouted ${id} > ${ada}`);
  expect(text(told?.card)).not.toContain('Only administrators have this alert');
});

describe('what was refused as a low alert', () => {
  const faulty = (error: ChatError) => {
    on.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error, after: false } : null);
  };
  const raise = () => on.send({ id: 'x', severity: 'high', displayName: 'URGENT' });
  beforeEach(async () => {
    await on.channelsAre(slackChannel);
    faulty(new ChatError('refused', 'is_archived'));
    await on.send({ id: 'x', severity: 'low' });
    await on.world.time.advance(10_000);
  });

  it('has a card of its own when its sender had raised it before the channel was back, in a storm too', async () => {
    await raise();
    await on.world.time.advance(10_000);
    on.world.slack.heals();
    await on.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await on.arrived(slackChannel);
    await on.world.time.advance(10_000);
    expect(
      on
        .channel()
        .map(({ card }) => card.title)
        .sort(),
    ).toEqual(['30 security alerts in one card', 'URGENT']);
  });

  it('goes before what is less severe when its sender raises it', async () => {
    faulty(new ChatError('unreachable', 'busy', 30_000));
    await on.send({ severity: 'medium' });
    await on.world.time.advance(1_000);
    await raise();
    on.world.slack.heals();
    await on.world.time.advance(60_000);
    expect(on.channel().map(({ card }) => card.title)).toEqual(['URGENT', 'Mining']);
  });
});

it('a card that still waits counts as one', async () => {
  on.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 600_000), after: false } : null;
  on.world.teams.fails('refused', 'BotNotInConversationRoster');
  await on.send({ id: 'x' });
  await on.world.time.advance(120_000);
  expect(await on.alert(id)).toMatchObject({ routed: 'contact' });
});

it('what becomes more severe while it waits goes before what is less', async () => {
  on.world.slack.fault = (queue) =>
    queue === 'slack:C1' ? { error: new ChatError('unreachable', 'busy', 30_000), after: false } : null;
  await on.send({ id: 'first', severity: 'low', displayName: 'First' });
  await on.send({ id: 'x', severity: 'informational', displayName: 'Last' });
  await on.send({ id: 'm', severity: 'medium', displayName: 'Middle' });
  await on.world.time.advance(1_000);
  await on.send({ id: 'x', severity: 'high', displayName: 'Urgent' });
  await on.send({ id: 'm', severity: 'informational', displayName: 'Middle' });
  on.world.slack.heals();
  await on.world.time.advance(60_000);
  const order = on.channel().map(({ card }) => /Urgent|First|Middle/.exec(card.title)?.[0]);
  expect(order).toEqual(['Urgent', 'First', 'Middle']);
});

it('what becomes more severe while nobody knows whether it was posted goes before what is less', async () => {
  const lost = new ChatError('unreachable', 'timeout', 30_000, true);
  on.world.slack.fault = (queue) => (queue === 'slack:C1' ? { error: lost, after: false } : null);
  await on.send({ id: 'x', severity: 'low', displayName: 'Urgent' });
  await on.world.time.advance(2_000);
  await on.send({ id: 'm', severity: 'medium', displayName: 'Middle' });
  await on.send({ id: 'x', severity: 'high', displayName: 'Urgent' });
  on.world.slack.heals();
  await on.world.time.advance(60_000);
  expect(on.channel().map(({ card }) => /Urgent|Middle/.exec(card.title)?.[0])).toEqual(['Urgent', 'Middle']);
});
