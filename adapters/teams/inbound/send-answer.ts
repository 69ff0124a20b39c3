import { ChatError } from '../../../src/ports/chat.ts';
import { sentence } from '../../../src/view/build-card.ts';
import { shortenCard } from '../../../src/view/shorten-card.ts';
import { lateCard } from '../../answer.ts';
import { isPassing } from '../../retry-reply.ts';
import { type Activity, tenantOf } from '../api/activity.ts';
import { sendPersonally } from '../api/personal-chats.ts';
import type { TeamsTurn } from '../api/turn.ts';
import { type AdaptiveCard, renderCard } from '../render/card.ts';
import { cardMessage, textMessage } from '../render/message.ts';
import type { TeamsWorld } from './context.ts';
import type { RenderedReply } from './render-reply.ts';

/**
 * The outcome of sending an answer. `kept`: Teams takes none for now, and it comes when Teams does. `refused`: there is
 * no chat to send it to.
 */
export type SendOutcome = 'sent' | 'kept' | 'refused';

/**
 * Sends a message into the conversation of the activity, in one attempt of at most `ms` milliseconds. Rejects with
 * ChatError.
 */
export function sendHere({ connector }: TeamsWorld, activity: Activity, message: object, ms: number) {
  const { serviceUrl, conversation } = activity;
  return connector.send({ serviceUrl, conversation: conversation.id }, message, ms);
}

/** Sends a message to the asker's own chat with the bot. Teams refuses that until they have added the bot. */
function sendToAsker(world: TeamsWorld, { activity, from }: TeamsTurn, message: object, ms: number) {
  const { serviceUrl, recipient } = activity;
  const who = { id: from, name: activity.from?.name ?? '', userId: activity.from?.id ?? '' };
  const tenant = tenantOf(activity) ?? '';
  return sendPersonally({ ...who, serviceUrl, botId: recipient.id, tenant }, world, () => message, ms);
}

/**
 * Sends an answer in private, in several attempts: into the conversation where that is a personal chat, otherwise to
 * the asker's own. What Teams does not take for now is kept, and brought by the outbox.
 */
export async function sendAnswer(
  world: TeamsWorld,
  turn: TeamsTurn,
  { summary, cards, locale, card, form }: RenderedReply,
): Promise<SendOutcome> {
  const { activity, place, from, bot } = turn;
  const message = (shown: readonly AdaptiveCard[]) => cardMessage(activity.recipient.id, summary, shown);
  const here = (shown: readonly AdaptiveCard[]) => world.retry((ms) => sendHere(world, activity, message(shown), ms));
  const toAsker = (shown: readonly AdaptiveCard[]) => world.retry((ms) => sendToAsker(world, turn, message(shown), ms));
  const send = place === null ? here : toAsker;
  try {
    await send(cards).catch((error: unknown) => {
      const kind = error instanceof ChatError ? error.kind : null;
      // A part of an answer is more than none; and somebody who just wrote has a chat, or gets one.
      if (kind === 'card') return send([renderCard(shortenCard(card), world.surface)]);
      if (kind === 'refused') return toAsker(cards);
      throw error;
    });
    return 'sent';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn({ err: error, place: place?.address }, 'Teams does not take an answer');
    if (!isPassing(error)) return 'refused';
    await bot.enqueueAnswer(from, lateCard(card, locale), form);
    return 'kept';
  }
}

/**
 * Sends a sentence to the person, where they are. In a personal chat it is kept as an answer is where Teams takes none
 * for now.
 */
export async function sendSentence(world: TeamsWorld, turn: TeamsTurn, text: string): Promise<void> {
  const outcome = await sendLine(world, turn.activity, text);
  if (outcome === 'kept' && turn.place === null) await turn.bot.enqueueAnswer(turn.from, sentence(text, text));
}

/** Sends a line of text into the conversation of the activity. It is not kept: with `kept` Teams may take it later. */
export async function sendLine(world: TeamsWorld, activity: Activity, text: string): Promise<SendOutcome> {
  const message = textMessage(activity.recipient.id, text);
  try {
    await world.retry((ms) => sendHere(world, activity, message, ms));
    return 'sent';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn({ err: error }, 'Teams does not take a line');
    return isPassing(error) ? 'kept' : 'refused';
  }
}
