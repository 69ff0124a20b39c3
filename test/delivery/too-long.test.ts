import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { shortenCard } from '../../src/view/shorten-card.ts';
import { card } from '../../src/view/view.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { ada, sam, slackChannel } from '../support/partner.ts';

/** A platform that takes far less than any that there is: what is too long goes as the least that can be said. */
let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  const { slack } = bot.world;
  const { post, update } = slack;
  const fits = (card: object) => {
    if (JSON.stringify(card).length > 2_000) throw new ChatError('card', 'msg_too_long');
  };
  slack.post = async (to, card, how) => {
    fits(card);
    return post(to, card, how);
  };
  slack.update = async (where, card) => {
    fits(card);
    return update(where, card);
  };
});
const states = async () => (await bot.deliveries()).map(({ about, state }) => `${about.kind} ${state}`);

it('an alert that is too long is posted and edited in short, and that is no refusal', async () => {
  await bot.send({ displayName: '&'.repeat(300), description: 'x'.repeat(4_000), id: 'long' });
  await bot.world.time.advance(5_000);
  const [card] = bot.channel();
  expect(card?.card.summary).toMatch(/^High-severity alert · Contoso: &&&/);
  expect(text(card?.card.text)).toContain('Not acknowledged');
  expect(text(card?.card.text)).toContain('To see all of it, type “/security-contact alerts 1”');
  expect(card?.card.more).toMatchObject({ text: [], facts: [], press: { id: 'alerts.show' } });
  expect(card?.card.buttons.map(({ id }) => id)).toContain('alerts.acknowledge');

  await bot.press(sam, 'alerts.acknowledge', 'webhook:default long');
  await bot.world.time.advance(5_000);
  expect(bot.channel()[0]).toMatchObject({
    edits: 1,
    card: { summary: expect.stringMatching(/^Acknowledged · Contoso: &&&/) },
  });
  expect(bot.inPrivate(ada)).toEqual([]);
  expect(await states()).toEqual(['alert posted']);
});

it('the least that can be said leaves out what is long, and ends where it would be long in all', () => {
  const short = 'a'.repeat(290);
  const told = shortenCard(
    card('Title', 'Summary', { text: ['b'.repeat(301), ...Array(6).fill(short)], footer: short }),
  );
  expect(told).toMatchObject({ text: Array(5).fill(short), footer: null });
});

it('so is a card for many', async () => {
  await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'medium', displayName: 'y'.repeat(300) })));
  await bot.world.time.advance(5_000);
  const [card] = bot.channel();
  expect(card?.card).toMatchObject({ rows: [], title: expect.stringContaining('30') });
  expect(card?.card.buttons.map(({ id }) => id)).toEqual(['alerts.acknowledgeAll', 'alerts.resolveAll', 'alerts.list']);
  expect(bot.inPrivate(ada)).toEqual([]);
});
