import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const lost = new ChatError('unreachable', 'timeout', null, true);
/** Every answer to a post is lost once. */
const losesAnswers = () => {
  const seen = new Set<string>();
  for (const chat of [bot.world.slack, bot.world.teams])
    chat.fault = (queue, what) => {
      if (what !== 'post' || seen.has(queue)) return null;
      seen.add(queue);
      return { error: lost, after: true };
    };
};
const onTeams = () => bot.world.teams.messages;
const marked = () =>
  onTeams().filter(({ card }) =>
    /may see this card twice|Vous voyez peut-être cette carte deux fois/.test(text(card.text)),
  );

it.each([
  ['an alert', async () => void (await bot.send({}))],
  ['a card for many', async () => void (await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'low' }))))],
])('%s that goes again says that it may be a repeat', async (_what, happens) => {
  losesAnswers();
  await happens();
  await bot.world.time.advance(60_000);
  expect(onTeams().length).toBeGreaterThanOrEqual(2);
  expect(marked()).toHaveLength(1);
});

it('a notice to an admin that goes again says so', async () => {
  bot.world.admins.add('teams:t/boss');
  bot.world.slack.channels.clear();
  losesAnswers();
  await bot.send({});
  await bot.world.time.advance(60_000);
  const notices = onTeams().filter(({ deliveryId }) => deliveryId.startsWith('refused'));
  expect(notices).toHaveLength(2);
  expect(marked().filter((one) => notices.includes(one))).toHaveLength(1);
});

it('a repeat says so for as long as it is there', async () => {
  losesAnswers();
  await bot.send({ id: 'x' });
  await bot.world.time.advance(60_000);
  await bot.press(sam, 'alerts.acknowledge', 'webhook:default x');
  await bot.world.time.advance(10_000);
  expect(marked().map(({ card, edits }) => [newsOf(card), edits])).toEqual([['Acknowledged', 1]]);
});

it('an alert without a channel that goes to an admin again says so, in the admin’s language', async () => {
  await bot.edit({ contact: { ...aTenant({}, bot.world.time.now()).contact, channels: [] } });
  bot.knows(ada, { name: 'Ada', locale: 'fr' });
  losesAnswers();
  bot.world.slack.find = async () => 'unknowable';
  await bot.send({});
  await bot.world.time.advance(60_000);
  const cards = bot.inPrivate(ada, 'unrouted');
  expect(cards).toHaveLength(2);
  expect(text(cards[1]?.card.text)).toContain('Vous voyez peut-être cette carte deux fois');
});
