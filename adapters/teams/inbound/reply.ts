import { words } from '../../../src/messages/words.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { sentence } from '../../../src/view/build-card.ts';
import { answer, followUpOf, type UserAction } from '../../answer.ts';
import type { LocalizedReply } from '../../clean-interaction.ts';
import type { TeamsTurn } from '../api/turn.ts';
import { cardMessage } from '../render/message.ts';
import { plain } from '../render/text.ts';
import type { TeamsWorld } from './context.ts';
import { type RenderedReply, renderReply } from './render-reply.ts';
import { type SendOutcome, sendAnswer, sendLine } from './send-answer.ts';

/** Asks the bot to answer what a person did in Teams. Resolves with the reply, or with an apology in its place. */
export function ask(world: TeamsWorld, turn: TeamsTurn, action: UserAction): Promise<LocalizedReply> {
  const { bot, from, locale, place, key } = turn;
  return answer(bot, { from, locale, place, key, ...action }, world.options);
}

/**
 * Shows the reply to an action in a conversation: in place of the pressed card where it belongs there, else in private.
 */
export async function sendReply(
  world: TeamsWorld,
  turn: TeamsTurn,
  action: UserAction,
  reply: LocalizedReply,
): Promise<void> {
  const shown = briefly(turn, reply);
  const rendered = await renderReply(world, turn, shown, action);
  // A pressed button shows nothing by itself where the client sends it as a message, as Agents Playground does for forms.
  const say = action.kind === 'command' || (action.kind === 'press' && shown === reply);
  if (!(takesPlace(turn, action, shown) && (await editPressed(world, turn, rendered))))
    await sendPrivately(world, turn, rendered, say);
  world.background.run('a follow-up', follow(world, turn, reply));
}

/** Tells the asker in private what came after the answer. */
export async function follow(world: TeamsWorld, turn: TeamsTurn, reply: LocalizedReply): Promise<void> {
  const card = await followUpOf(reply, world.options);
  if (card === null) return;
  const after = { kind: 'card', instead: false, card, locale: reply.locale } as const;
  await sendPrivately(world, turn, await renderReply(world, turn, after, { kind: 'home' }), false);
}

/** Shortens the answer to a press on a card that everybody has to its brief sentence, where it has one. */
function briefly({ place }: TeamsTurn, reply: LocalizedReply): LocalizedReply {
  if (place === null || reply.kind !== 'card' || !reply.brief) return reply;
  return { kind: 'card', instead: false, card: sentence(reply.brief, plain(reply.brief)), locale: reply.locale };
}

/**
 * Returns whether the reply takes the place of the pressed card: to a sent form always, else only in a private chat.
 */
export function takesPlace({ place }: TeamsTurn, action: UserAction, reply: Reply): boolean {
  if (action.kind === 'submit') return true;
  return place === null && action.kind === 'press' && reply.kind === 'card' && reply.instead;
}

/** Shows this in place of the message whose button was pressed; resolves with whether Teams did so. */
export async function editPressed(
  world: TeamsWorld,
  { activity }: TeamsTurn,
  { summary, cards }: RenderedReply,
): Promise<boolean> {
  const { replyToId, serviceUrl, conversation, recipient } = activity;
  if (!replyToId) return false;
  const message = cardMessage(recipient.id, summary, cards);
  const where = { serviceUrl, conversation: conversation.id };
  try {
    await world.retry((ms) => world.connector.update(where, replyToId, message, ms));
    return true;
  } catch (error) {
    world.options.log.warn({ err: error }, 'a Teams card could not be edited');
    return false;
  }
}

/** Sends an answer to the asker's own chat with the bot. `say`: a sentence in the channel tells where it went. */
async function sendPrivately(world: TeamsWorld, turn: TeamsTurn, rendered: RenderedReply, say: boolean): Promise<void> {
  const outcome = await sendAnswer(world, turn, rendered);
  if (turn.place === null || (outcome === 'sent' && !say)) return;
  await sendLine(world, turn.activity, whereItWent(rendered, outcome));
}

/** Returns the sentence that tells where a private answer went. */
export function whereItWent({ locale }: Pick<LocalizedReply, 'locale'>, outcome: SendOutcome): string {
  const { answeredPrivately, answerComes, addMeFirst } = words(locale).teams;
  return { sent: answeredPrivately, kept: answerComes, refused: addMeFirst }[outcome];
}
