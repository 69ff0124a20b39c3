import { homeOf, type Identity } from '../../../src/domain/tenant/identity.ts';
import { messages } from '../../../src/messages/messages.ts';
import { apology, languageOf } from '../../chat/answer.ts';
import { type LocalizedReply, withFileNotice } from '../../chat/clean-interaction.ts';
import type { UserAction } from '../../chat/user-action.ts';
import { hasFile, mentionsIn, type TeamsTurn, threadOf, typedText } from '../api/activity.ts';
import type { TeamsWorld } from './context.ts';
import type { WorkOutcome } from './dedupe.ts';
import { actionOf } from './read-action.ts';
import { ask, mayHaveChanged, sendReply } from './reply.ts';
import { chatOf, isInChat, sendSentence } from './send-answer.ts';

/** The time (ms) without an answer after which Teams shows that the bot is writing. */
const typingMs = 1_000;

/** Answers a typed command, a pressed button, or a form that was sent from a card in a conversation. */
export async function onMessage(world: TeamsWorld, turn: TeamsTurn): Promise<WorkOutcome> {
  const { activity, bot } = turn;
  const withFile = !activity.value && hasFile(activity);
  const said = typedText(activity);
  const typed = said === '' && withFile ? 'help' : said;
  const thread = threadOf(activity);
  const home = homeOf(turn.from);
  const mentions = mentionsIn(activity).map((id): Identity => `teams:${home}/${id}`);
  const more = { ...(mentions.length > 0 ? { mentions } : {}), ...(thread === null ? {} : { thread }) };
  const command = { kind: 'command', words: typed, ...more } as const;
  const action = activity.value ? actionOf(activity.value) : command;
  if (!action) {
    await sendSentence(world, turn, messages(languageOf(bot, turn, world.options)).rights.cardTooOld);
    return { outcome: null, mayHaveChanged: false };
  }
  const answered = await askTyping(world, turn, action);
  await show(world, turn, action, withFile ? withFileNotice(answered) : answered);
  return { outcome: null, mayHaveChanged: mayHaveChanged(turn, action, answered) };
}

/** Shows the reply to an action, or an error message instead. */
async function show(world: TeamsWorld, turn: TeamsTurn, action: UserAction, reply: LocalizedReply): Promise<void> {
  const { ids, log } = world.options;
  try {
    await sendReply(world, turn, action, reply);
  } catch (error) {
    // What the person asked for was done all the same.
    const reference = ids.reference();
    log.error({ event: 'answer.lost', reference, err: error }, 'answer not shown in Teams');
    const sorry = apology(reply.locale, 'unshown', reference);
    await sendReply(world, turn, { kind: 'home' }, sorry).catch((again: unknown) =>
      log.error({ event: 'apology.lost', reference, err: again }, 'could not send the error message to Teams'),
    );
  }
}

async function askTyping(world: TeamsWorld, turn: TeamsTurn, action: UserAction): Promise<LocalizedReply> {
  const typing = setTimeout(() => {
    if (isInChat(turn))
      world.background.run('typing', world.connector.send(chatOf(turn), { type: 'typing' }, typingMs));
  }, typingMs);
  try {
    return await ask(world, turn, action);
  } finally {
    clearTimeout(typing);
  }
}
