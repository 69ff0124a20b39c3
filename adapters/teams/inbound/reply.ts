import type { Bot, Reply } from '../../../src/request/interaction.ts';
import { isRead } from '../../../src/routes.ts';
import { seenText, sentence } from '../../../src/view/view.ts';
import { answer, followUpOf } from '../../chat/answer.ts';
import type { LocalizedReply } from '../../chat/clean-interaction.ts';
import type { UserAction } from '../../chat/user-action.ts';
import type { TeamsTurn } from '../api/activity.ts';
import { cardMessage, confidential } from '../render/message.ts';
import type { TeamsWorld } from './context.ts';
import { type RenderedReply, renderReply } from './render-reply.ts';
import { chatOf, isInChat, keepAnswer, sendAnswer, tellWhere } from './send-answer.ts';

/**
 * Asks the bot to answer what a person did in Teams. Resolves with the reply, or with an apology in its place: the outbox then
 * brings the answer.
 */
export function ask(world: TeamsWorld, turn: TeamsTurn, action: UserAction): Promise<LocalizedReply> {
  const { bot, from, locale, fromChannel, key } = turn;
  const enqueueAnswer: Bot['enqueueAnswer'] = (_, card, more) => keepAnswer(turn, card, more?.form);
  const track = (work: Promise<unknown>) => world.background.run('a late answer', work);
  const answering = { handle: bot.handle, spoken: bot.spoken, enqueueAnswer };
  return answer(answering, { from, locale, fromChannel, key, ...action }, { ...world.options, track });
}

/** Returns whether an action may have changed something, by the reply to it: a refusal and a form that is shown changed nothing. */
export function mayHaveChanged(turn: TeamsTurn, action: UserAction, reply: Reply): boolean {
  const isRefused = reply.kind === 'card' && reply.refused === true;
  return !isRefused && reply.kind !== 'form' && !isRead({ ...turn, ...action });
}

/**
 * Shows the reply to an action in a conversation, to the person alone: in place of the pressed card where it belongs there, else
 * below.
 */
export async function sendReply(world: TeamsWorld, turn: TeamsTurn, action: UserAction, reply: LocalizedReply) {
  const shown = briefly(world, turn, reply);
  const rendered = await renderReply(world, turn, shown, action);
  // A pressed button shows nothing by itself where the client sends it as a message, as Agents Playground does for forms.
  const say = action.kind === 'command' || (action.kind === 'press' && shown === reply);
  const isShown =
    replacesCard(world, turn, action, shown) && (isFollowed(shown) || (await editPressed(world, turn, rendered)));
  if (!isShown) await sendPrivately(world, turn, rendered, say);
  world.background.run('a follow-up', follow(world, turn, reply));
}

/** Sends the follow-up of an answer to the asker alone. */
export async function follow(world: TeamsWorld, turn: TeamsTurn, reply: LocalizedReply): Promise<void> {
  const card = await followUpOf(reply, world.options);
  if (card === null) return;
  const after = { kind: 'card', instead: false, card, locale: reply.locale } as const;
  await sendPrivately(world, turn, await renderReply(world, turn, after, { kind: 'home' }), false);
}

/** Shortens the answer to a press on a card that everybody has to its brief sentence, where it has one. */
function briefly(world: TeamsWorld, turn: TeamsTurn, reply: LocalizedReply): LocalizedReply {
  if (isOwnCard(world, turn) || reply.kind !== 'card' || !reply.brief) return reply;
  return { kind: 'card', instead: false, card: sentence(reply.brief, seenText(reply.brief)), locale: reply.locale };
}

/**
 * Returns whether nobody but the person sees the card whose button was pressed: it is in their own chat with the bot, or this
 * process sent it to them alone.
 */
export function isOwnCard(world: TeamsWorld, turn: TeamsTurn): boolean {
  return isInChat(turn) || world.targeted.isTheirs(turn.activity);
}

/**
 * Returns whether the reply replaces the pressed card: only if nobody else sees that card, always after a sent form, and after a press
 * when the reply asks for it.
 */
export function replacesCard(world: TeamsWorld, turn: TeamsTurn, action: UserAction, reply: Reply): boolean {
  if (!isOwnCard(world, turn)) return false;
  return action.kind === 'submit' || (action.kind === 'press' && reply.kind === 'card' && reply.instead);
}

/** Returns whether the outbox shows the reply in the pressed message: a second edit of it could come in the wrong order. */
export function isFollowed(reply: Reply): boolean {
  return reply.kind === 'card' && reply.followed !== undefined;
}

/** Edits the message whose button was pressed (`isOwnCard`), so that it shows this reply. Resolves with whether Teams accepted the edit. */
export async function editPressed(world: TeamsWorld, turn: TeamsTurn, { summary, cards }: RenderedReply) {
  const { replyToId, serviceUrl, conversation, recipient } = turn.activity;
  if (!replyToId) return false;
  const message = confidential(cardMessage(recipient.id, summary, cards));
  const shared = { serviceUrl, conversation: conversation.id };
  const { updatePrivately, updateTargeted } = world.connector;
  try {
    await world.retry((ms) =>
      isInChat(turn)
        ? updatePrivately(chatOf(turn), replyToId, message, ms)
        : updateTargeted(shared, replyToId, message, ms),
    );
    return true;
  } catch (error) {
    world.options.log.warn({ event: 'teams.edit', err: error }, 'Teams card not edited');
    return false;
  }
}

/** Sends an answer to the asker alone. `say`: where it went to their own chat with the bot, a sentence in the channel tells so. */
async function sendPrivately(world: TeamsWorld, turn: TeamsTurn, rendered: RenderedReply, say: boolean): Promise<void> {
  const outcome = await sendAnswer(world, turn, rendered);
  if (outcome !== 'privately' || say) await tellWhere(world, turn, rendered.locale, outcome);
}
