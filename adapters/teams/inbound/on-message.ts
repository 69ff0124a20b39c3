import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { words } from '../../../src/messages/words.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { answer, apology, languageOf } from '../../answer.ts';
import { withFileNotice } from '../../clean-interaction.ts';
import { hasFile, wordsOf } from '../api/activity.ts';
import type { Turn } from '../api/turn.ts';
import type { TeamsWorld } from './context.ts';
import { actionOf, type Deed, interactionOf } from './read-action.ts';
import { deliver } from './reply.ts';
import { say, sendHere } from './send-answer.ts';

/** After so many milliseconds without an answer, Teams shows that the bot is writing. */
const typingMs = 1_000;

/** A command in words, or a button or form of a card in a conversation. */
export async function onMessage(world: TeamsWorld, bot: Bot, turn: Turn): Promise<void> {
  const { value } = turn.activity;
  const withFile = !value && hasFile(turn.activity);
  const said = wordsOf(turn.activity);
  const deed = value ? actionOf(value) : ({ kind: 'command', words: said === '' && withFile ? 'help' : said } as const);
  if (!deed) {
    const { cardTooOld } = words(languageOf(bot, turn, world.options)).teams;
    return say(world, bot, turn, cardTooOld);
  }
  const answer = await answered(world, bot, turn, deed);
  const reply = withFile ? withFileNotice(answer) : answer;
  try {
    await deliver(world, bot, turn, deed, reply);
  } catch (error) {
    await apologise(world, bot, turn, reply.locale, error);
  }
}

async function answered(world: TeamsWorld, bot: Bot, turn: Turn, deed: Deed) {
  const typing = setTimeout(() => {
    if (turn.place === null) world.background.run('typing', sendHere(world, turn, { type: 'typing' }, typingMs));
  }, typingMs);
  try {
    return await answer(bot, interactionOf(turn, deed), world.options);
  } finally {
    clearTimeout(typing);
  }
}

/** Apologises where an answer could neither be shown nor be kept. What the person asked for was done all the same. */
async function apologise(world: TeamsWorld, bot: Bot, turn: Turn, locale: Locale, error: unknown): Promise<void> {
  const reference = world.options.ids.reference();
  world.options.log.error({ reference, err: error }, 'a reply did not reach Teams');
  await deliver(world, bot, turn, { kind: 'home' }, apology(locale, 'unshown', reference)).catch((again: unknown) =>
    world.options.log.error({ reference, err: again }, 'nor did the apology'),
  );
}
