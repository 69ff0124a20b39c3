import { beforeEach, describe, expect, it } from 'vitest';
import { type Identity, platformOf } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, newsOf, type TestBot } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour, minute, second } from '../support/time.ts';
import type { Message } from '../support/world.ts';

const x = 'webhook:default x';
let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.edit({ contact: null });
  await bot.send({ id: 'x' });
  await bot.world.time.advance(3 * second);
});

const inPrivate = (kind: string) => bot.inPrivate(ada, kind)[0];
const pressed = (card: string, button: string, value = x, from: Identity = ada) =>
  bot.handle({ kind: 'press', from, locale: null, fromChannel: null, key: null, button, value, card });
/** Presses a button of a message, and returns what the answer says of it. */
async function followedOf(message: Message | undefined, button: string) {
  const reply = await pressed(message?.message ?? '', button);
  return reply.kind === 'card' ? reply.followed : undefined;
}

it('the answer to a press on an alert’s card in private says that the outbox edits the card; of another message it does not', async () => {
  const card = inPrivate('unrouted');
  const done = await pressed(card?.message ?? '', 'alerts.acknowledge');
  expect(done).toMatchObject({ kind: 'card', instead: true, followed: { id: card?.deliveryId, want: 2 } });
  await bot.world.time.advance(2 * second);
  expect(card && newsOf(card.card)).toBe('Acknowledged');
  expect(bot.world[platformOf(ada)].messages.find(({ message }) => message === card?.message)?.edits).toBe(1);
  await bot.reopen(ada, x);
  expect(await pressed('another', 'alerts.acknowledge')).not.toHaveProperty('followed');
});

it.each([
  ['a reminder', 61 * minute, 'overdue'],
  ['the news that it is too late', 25 * hour, 'overdue'],
])('so does the answer to a press on %s', async (_what, ms, kind) => {
  await bot.ticksAfter(ms);
  await bot.world.time.advance(5 * second);
  expect(await followedOf(inPrivate(kind), 'alerts.acknowledge')).toMatchObject({ id: inPrivate(kind)?.deliveryId });
});

it('a press in a channel is not followed, nor one that changes nothing', async () => {
  const card = inPrivate('unrouted');
  const inChannel = await bot.pressOn(card?.message ?? '', ada, 'alerts.acknowledge', x, slackChannel);
  expect(inChannel).not.toHaveProperty('followed');
  await bot.world.time.advance(3 * second);
  expect(await pressed(card?.message ?? '', 'alerts.acknowledge')).not.toHaveProperty('followed');
  await bot.send({ id: 'y' });
  const ofAnother = await pressed(card?.message ?? '', 'alerts.acknowledge', 'webhook:default y');
  expect(ofAnother).toMatchObject({ kind: 'card', instead: true });
  expect(ofAnother).not.toHaveProperty('followed');
});

it('a message in somebody else’s chat is not followed', async () => {
  const card = inPrivate('unrouted');
  bot.world.admins.add(sam);
  expect(await pressed(card?.message ?? '', 'alerts.acknowledge', x, sam)).not.toHaveProperty('followed');
});

it('a person who presses in another workspace of the Grid than the one where they were met has the same chat', async () => {
  const elsewhere = 'slack:T2/UADA';
  const { people } = bot.world.slack;
  people.set(elsewhere, people.get(ada) ?? { kind: 'stranger', id: elsewhere, why: 'not found' });
  const done = await pressed(inPrivate('unrouted')?.message ?? '', 'alerts.acknowledge', x, elsewhere);
  expect(done).toHaveProperty('followed');
});

describe('an answer that an adapter shows by an edit of its own', () => {
  const card = () => inPrivate('unrouted');
  function shown(): string | undefined {
    const there = card();
    return there && newsOf(there.card);
  }
  const calls = () => bot.world[platformOf(ada)].calls;
  /** The adapter's edit arrives: it covers what the outbox showed. */
  const covers = (old: Message['card']) => Object.assign(card() ?? {}, { card: old });

  it.each([
    ['', Number.POSITIVE_INFINITY],
    [', also while the store takes no more alerts', 1],
  ])(
    'and whose outcome is not known has the newest sent once more when it can arrive no more%s',
    async (_store, limit) => {
      const followed = await followedOf(card(), 'alerts.acknowledge');
      await bot.world.time.advance(3 * second);
      const acknowledged = card()?.card;
      await bot.reopen(ada, x);
      await bot.world.time.advance(3 * second);
      bot.world.store.limit(limit);
      if (followed) await bot.answerShown(followed, false);
      await bot.world.time.advance(8 * second);
      if (acknowledged) covers(acknowledged);
      expect(shown()).toBe('Acknowledged');
      await bot.world.time.advance(5 * second);
      expect(shown()).toMatch(/^High-severity alert/);
      const before = calls();
      await bot.world.time.advance(10 * minute);
      expect(calls()).toBe(before);
    },
  );

  it('costs no further call where the platform took it and nothing changed meanwhile', async () => {
    const followed = await followedOf(card(), 'alerts.acknowledge');
    await bot.world.time.advance(3 * second);
    const before = calls();
    if (followed) await bot.answerShown(followed, true);
    await bot.world.time.advance(minute);
    expect(calls()).toBe(before);
  });

  it('has the newest sent once more where something changed while it was under way', async () => {
    const followed = await followedOf(card(), 'alerts.acknowledge');
    await bot.reopen(ada, x);
    await bot.world.time.advance(3 * second);
    const before = calls();
    if (followed) await bot.answerShown(followed, true);
    await bot.world.time.advance(minute);
    expect(calls()).toBe(before + 1);
  });

  it('while the outbox edits the message leaves its doubt all the same', async () => {
    const { update } = bot.world[platformOf(ada)];
    let times = 0;
    bot.world[platformOf(ada)].update = async (posted, made) => {
      if (++times === 1) await bot.answerShown({ id: card()?.deliveryId ?? '', want: 2 }, false);
      return update(posted, made);
    };
    await followedOf(card(), 'alerts.acknowledge');
    await bot.world.time.advance(minute);
    expect(times).toBe(2);
  });

  it('of a message that is gone changes nothing', async () => {
    const followed = await followedOf(card(), 'alerts.acknowledge');
    bot.world[platformOf(ada)].fault = (_queue, what) =>
      what === 'edit' ? { error: new ChatError('gone', 'message_not_found'), after: false } : null;
    await bot.world.time.advance(3 * second);
    if (followed) await bot.answerShown(followed, false);
    await bot.world.time.advance(minute);
    expect(bot.bugs).toEqual([]);
  });
});
