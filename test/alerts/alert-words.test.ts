import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, allOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const aDayLater = async () => {
  for (let passed = 0; passed < 25; passed++) {
    await bot.ticksAfter(hour);
  }
  await bot.world.time.advance(5_000);
};
const last = (kind: string) =>
  text(bot.inPrivate(ada).findLast(({ deliveryId }) => deliveryId.startsWith(kind))?.card.text);

describe('after 24 hours the admins read', () => {
  it('a duty, for who is bound', async () => {
    await bot.send({ id: 'x' });
    await aDayLater();
    expect(last('overdue')).toContain('Microsoft requires an answer within 24 hours');
  });

  it('advice, for indirect resellers', async () => {
    await bot.edit({ partnerType: 'indirectReseller' });
    await bot.send({ id: 'x' });
    await aDayLater();
    expect(last('overdue')).toContain('Indirect resellers have no formal deadline');
    expect(last('overdue')).not.toContain('requires');
  });

  it('advice about a card for many too', async () => {
    await bot.edit({ partnerType: 'indirectReseller' });
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    await aDayLater();
    expect(last('overdue')).toContain('Indirect resellers have no formal deadline');
    const [first] = bot.channel('digestEscalation');
    expect(text(first?.card.text)).toContain('30 alerts have been waiting for an hour');
  });

  it('of a drill no limit', async () => {
    await bot.drill(sam);
    await aDayLater();
    expect(last('overdue')).toContain('Nobody acknowledged this drill within 24 hours');
  });
});

it('a channel that was taken away reads that it no longer belongs to the contact', async () => {
  const until = new Date(Date.parse(bot.world.time.now()) + 24 * hour).toISOString();
  const channel = { platform: 'slack', address: 'COLD' } as const;
  bot.world.slack.channels.set('COLD', {
    facts: { kind: 'joined', name: 'old', open: false, external: false },
    members: [],
  });
  await bot.edit({ formerChannels: [{ channel, until, fraud: false }] });
  await bot.send({ id: 'x' });
  await bot.world.time.advance(5_000);
  const why = (queue: string) => text(allOf(bot.world.slack.messages.find(({ to }) => to === queue)?.card)?.facts);
  expect(why('slack:COLD')).toContain('no longer belongs to the security contact');
  expect(why('slack:C1')).toContain('This channel belongs to the security contact.');
});
