/** What a platform does not let the bot do, as people hear of it. */
import { beforeEach, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam } from '../support/partner.ts';
import { day } from '../support/time.ts';

const lacking = (...missing: string[]) =>
  ({ kind: 'permissions', missing, mute: missing.includes('chat:write') }) as const;
const adele = 'teams:11111111-1111-4111-8111-111111111111/22222222-0000-4000-8000-000000000001';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});

const told = () => bot.inPrivate(ada).filter(({ card }) => card.title.includes('permissions'));
async function pass(ms: number) {
  await bot.tick(ms);
}

it('admins hear which permissions are missing, once a week while it lasts', async () => {
  bot.world.slack.hindered = lacking('files:write');
  for (let hour = 0; hour < 24; hour++) await pass(60 * 60_000);
  expect(told()).toHaveLength(1);
  expect(text(told()[0]?.card)).toContain('files:write');
  expect(text(told()[0]?.card)).toContain('Reinstall to Workspace');
  await pass(7 * day);
  await pass(60_000);
  expect(told()).toHaveLength(2);
});

it('what was put right before the message went out is not told', async () => {
  bot.world.slack.hindered = lacking('files:write');
  await bot.tick();
  bot.world.slack.hindered = null;
  await bot.world.time.advance(60_000);
  expect(told()).toHaveLength(0);
});

it('where nothing can be posted, admins of the other platform hear of it, and on this one the answers say so', async () => {
  bot.world.admins.add(adele);
  bot.world.slack.hindered = lacking('chat:write', 'files:write');
  await pass(60_000);
  expect(told()).toHaveLength(0);
  const [message] = bot.world.teams.messages.filter(({ to, card }) => to === adele && card.tone === 'danger');
  expect(text(message?.card)).toContain('I cannot post anything in Slack, not even alerts');
  expect(text(cardOf(await bot.say(ada, 'show')))).toContain('I cannot post anything in Slack, not even alerts');
  expect(text(cardOf(await bot.say(ada, 'aide')))).toContain('je ne peux rien publier dans Slack');
  expect(text(cardOf(await bot.say(sam, 'show')))).not.toContain('chat:write');
});

it('refused credentials are told on the other platform', async () => {
  bot.world.teams.hindered = { kind: 'credentials', reason: 'no_token' };
  await pass(60_000);
  const [message] = bot.inPrivate(ada).filter(({ card }) => card.title.includes('credentials'));
  expect(text(message?.card)).toContain('MicrosoftAppPassword');
});

it.each([
  ['show', 'Trying again will not help', 'missing_scope'],
  ['afficher', 'Réessayer ne sert à rien', 'missing_scope'],
])('who cannot be looked up (%s) is told that trying again does not help', async (words, sentence, reason) => {
  bot.world.slack.failing = new ChatError('lockedOut', reason);
  const { card } = { card: cardOf(await bot.say(eve, words)) };
  expect(text(card)).toContain(sentence);
  expect(text(card)).toContain(reason);
});

it('who may not be told apart from the others of a channel hears that trying again does not help', async () => {
  bot.world.slack.hasMember = async () => {
    throw new ChatError('lockedOut', 'missing_scope');
  };
  expect(text(cardOf(await bot.say(eve, 'confirm')))).toContain('is not letting me see who is in');
});
