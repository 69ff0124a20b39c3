/** A message for many alerts calls the same people in the same places, and comes at the same rank, as the message of one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { aBusyPartner, ada, sam, tina } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot(aBusyPartner());
});
const some = (count: number, more: object = {}) =>
  bot.send(...Array.from({ length: count }, () => ({ severity: 'high', ...more })));
const messages = (kind: string) =>
  [...bot.world.slack.messages, ...bot.world.teams.messages].filter(({ deliveryId }) => deliveryId.startsWith(kind));
/** Where messages of this kind mention somebody. */
const calls = (who: string, kind: string) =>
  messages(kind).flatMap(({ to, card }) => (card.mentions.some(({ id }) => id === who) ? [to] : []));

async function passes(ms: number) {
  for (let left = ms; left > 0; left -= hour) {
    await bot.ticksAfter(Math.min(left, hour));
  }
  await bot.world.time.advance(30 * second);
}

describe.each([
  ['one alert', 1, 'escalation'],
  ['five alerts', 5, 'escalations'],
])('a reminder of %s', (_of, count, kind) => {
  it('calls each person on call once, in a channel of their own platform', async () => {
    await some(count);
    await passes(hour);
    expect(messages(kind).map(({ to }) => to)).toEqual(['slack:C1', 'teams:19:a@thread.tacv2']);
    expect([calls(sam, kind), calls(tina, kind)]).toEqual([['slack:C1'], ['teams:19:a@thread.tacv2']]);
  });

  it('calls them in the second channel where the first refuses', async () => {
    await some(count);
    await bot.world.time.advance(30 * second);
    bot.world.slack.fails('refused', 'is_archived', 'slack:C1');
    await some(1, { severity: 'informational' });
    await bot.world.time.advance(30 * second);
    await passes(hour);
    expect([calls(sam, kind), calls(tina, kind)]).toEqual([['slack:C2'], ['teams:19:a@thread.tacv2']]);
  });
});

describe('what is overdue', () => {
  const toAda = (kind: string) => bot.inPrivate(ada, kind);

  it('reaches the admins although the last message about it is dated ahead of the clock', async () => {
    await bot.world.store.change((tx) =>
      tx.put('counters', { id: 'overdueTold', value: Date.parse(bot.world.time.now()) + 400 * day }),
    );
    await some(1);
    await passes(26 * hour);
    expect(toAda('overdue')).toHaveLength(5);
    expect(text(toAda('overdue').at(-1)?.card)).toContain('within 24 hours');
  });

  it('ranks as a high alert where one is among them, and behind high alerts where none is', async () => {
    const rankOf = async (kind: string) => (await bot.deliveries()).findLast(({ about }) => about.kind === kind)?.rank;
    await some(4, { severity: 'medium' });
    await passes(26 * hour);
    const lesser = await rankOf('overdue');
    await bot.send({ id: 'last', severity: 'high' });
    const high = (await bot.deliveries()).find(({ id }) => id.startsWith('alert webhook:default last '))?.rank;
    expect(lesser).toBeGreaterThan(high ?? Number.POSITIVE_INFINITY);
    await some(1, { severity: 'medium' });
    await passes(26 * hour);
    expect(await rankOf('overdue')).toBe(high);
  });
});

describe('the card for many', () => {
  it('counts what nobody answered: an acknowledged alert that becomes high leaves the others as they were', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `x${n}`, severity: 'medium' })));
    await bot.world.time.advance(20 * second);
    const left = () =>
      bot
        .channel()
        .find(({ card }) => card.title.includes('alerts in '))
        ?.card.summary.match(/(\d+)(?: of them not acknowledged| alerts in .*none of them acknowledged)/)?.[1];
    expect(left()).toBe('30');
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default x3');
    await bot.world.time.advance(20 * second);
    expect(left()).toBe('29');
    await bot.send({ id: 'x3', severity: 'high' });
    await bot.world.time.advance(20 * second);
    expect(left()).toBe('29');
    await bot.send({ id: 'x4', severity: 'high' });
    await bot.world.time.advance(20 * second);
    expect(left()).toBe('28');
  });

  it('in an admin’s private chat is acknowledged by `ack all` of those who may answer its alerts alone', async () => {
    const busy = { error: new ChatError('refused', 'is_archived'), after: false };
    bot.world.slack.fault = (queue) => (queue.startsWith('slack:C') ? busy : null);
    bot.world.teams.fault = (queue) => (queue.startsWith('teams:19:') ? busy : null);
    await some(60, { severity: 'medium', partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    await bot.world.time.advance(minute);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContainEqual(expect.stringContaining('60 alerts in '));
    expect(cardOf(await bot.say(sam, 'ack all')).title).toBe('You cannot do that');
    expect(text(cardOf(await bot.say(ada, 'ack all')).buttons)).toContain('Acknowledge all (60)');
  });
});
