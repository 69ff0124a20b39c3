import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { Card, Inline, Text } from '../../src/view/view.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
const isLink = (run: Inline) => typeof run !== 'string' && run.kind === 'link';
const linksIn = (texts: readonly Text[]) => texts.flatMap((one) => [one].flat().filter(isLink));
const links = (card: Card) =>
  linksIn([...card.rows.map(({ detail }) => detail), ...card.facts.map(({ value }) => value), card.footer ?? '']);
const onSlack = (n: number) => `https://contoso-partners.slack.com/archives/C1/pslack-${n}`;

beforeEach(async () => {
  bot = await aBot();
});

describe('the way to a card', () => {
  it('stands in the list by the name of its channel, on the reader’s platform first, and in the story for each message', async () => {
    await bot.send({ id: 'a' });
    await bot.world.time.advance(3_000);
    const listed = cardOf(await bot.say(sam, 'alerts'));
    expect(links(listed)).toEqual([{ kind: 'link', url: onSlack(1), label: '#C1' }]);
    const timeline = links(cardOf(await bot.say(sam, 'alerts 1')));
    expect(timeline.map((link) => typeof link !== 'string' && link.kind === 'link' && link.url)).toEqual([
      onSlack(1),
      expect.stringMatching(/^https:\/\/teams\.microsoft\.com\/l\/message\/19%3Aa%40thread\.tacv2\/teams-1\?/),
    ]);
  });

  it('is the card for many, where that stands for it, and is not there while nothing was posted', async () => {
    await bot.channelsAre(slackChannel);
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium' })));
    expect(links(cardOf(await bot.say(sam, 'alerts')))).toEqual([]);
    await bot.world.time.advance(30_000);
    const shown = links(cardOf(await bot.say(sam, 'alerts')));
    expect(shown).toHaveLength(6);
    expect(new Set(shown.map((link) => JSON.stringify(link))).size).toBe(1);
  });

  it('is in what admins are told in private', async () => {
    await bot.send({ id: 'a', partnerTenantId: contoso });
    await bot.world.time.advance(3_000);
    for (let hour = 0; hour <= 25; hour++) {
      await bot.tick(3_600_000);
    }
    const told = bot.inPrivate(ada, 'overdue');
    expect(told.length).toBeGreaterThan(0);
    for (const { card } of told) expect(links(card)).toMatchObject([{ kind: 'link', url: onSlack(1) }]);
    await bot.say(sam, 'ack 1');
    await bot.world.time.advance(3_000);
    const [answered] = bot.inPrivate(ada, 'overdue');
    expect(text(answered?.card)).toMatch(/Acknowledged.*Mining/);
    expect(answered && links(answered.card)).toMatchObject([{ kind: 'link', url: onSlack(1) }]);
  });

  it('is in none of many that are overdue where their cards are in that place', async () => {
    await bot.organisation({ adminChannel: slackChannel });
    await bot.channelsAre(slackChannel);
    await bot.send({ id: 'a' }, { id: 'b' });
    await bot.ticksAfter(25 * 3_600_000);
    await bot.world.time.advance(5_000);
    const [told, ...more] = bot.channel().filter(({ deliveryId }) => /^(escalations|overdue) /.test(deliveryId));
    expect(more).toEqual([]);
    expect(told?.card.mentions.map(({ id }) => id)).toEqual([sam, ada]);
    expect(told?.card.rows).toHaveLength(1);
    expect(told && links(told.card)).toEqual([]);
  });

  it('is in the word that a card could not be shown, where an older state of it stands', async () => {
    await bot.channelsAre(slackChannel);
    await bot.send({ id: 'x', severity: 'low' });
    await bot.world.time.advance(3_000);
    bot.world.slack.update = async () => Promise.reject(new ChatError('card', 'invalid_blocks'));
    await bot.send({ id: 'x', severity: 'high' });
    await bot.world.time.advance(70_000);
    const told = bot.inPrivate(ada, 'card refused');
    expect(told.map(({ card }) => links(card))).toEqual([[{ kind: 'link', url: onSlack(1), label: '#C1' }]]);
  });
});
