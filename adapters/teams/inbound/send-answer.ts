import { ChatError } from '../../../src/ports/chat.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { sentence } from '../../../src/view/build-card.ts';
import { shortenCard } from '../../../src/view/shorten-card.ts';
import { lateCard } from '../../answer.ts';
import { isPassing } from '../../retry-reply.ts';
import { tenantOf } from '../api/activity.ts';
import { sendPersonally } from '../api/personal-chats.ts';
import type { Turn } from '../api/turn.ts';
import { renderCard } from '../render/card.ts';
import { cardMessage, textMessage } from '../render/message.ts';
import type { TeamsWorld } from './context.ts';
import type { Rendered } from './render-reply.ts';

/** What became of an answer. `kept`: Teams takes none for now, and it comes when Teams does. `refused`: there is no chat to send it to. */
export type Given = 'sent' | 'kept' | 'refused';

/** Sends a message in one attempt of at most so many milliseconds. Rejects with ChatError. */
type Send = (world: TeamsWorld, turn: Turn, message: object, ms: number) => Promise<unknown>;

/** Sends a message into the conversation where the person is. */
export const sendHere: Send = (world, turn, message, ms) => inPlace(world, turn, message, ms);

function inPlace({ connector }: TeamsWorld, { activity }: Pick<Turn, 'activity'>, message: object, ms: number) {
  const { serviceUrl, conversation } = activity;
  return connector.send({ serviceUrl, conversation: conversation.id }, message, ms);
}

/** Sends a message to the asker's own chat with the bot. Teams refuses that until they have added the bot. */
export const sendToAsker: Send = (world, { activity, from }, message, ms) => {
  const { serviceUrl, recipient } = activity;
  const who = { id: from, name: activity.from?.name ?? '', userId: activity.from?.id ?? '' };
  const tenant = tenantOf(activity) ?? '';
  return sendPersonally({ ...who, serviceUrl, botId: recipient.id, tenant }, world, () => message, ms);
};

/** Sends an answer, as often as it takes; what Teams does not take for now is kept, and brought by the outbox. */
export async function give(
  world: TeamsWorld,
  bot: Bot,
  turn: Turn,
  { summary, cards, locale, card, form }: Rendered,
  send: Send,
): Promise<Given> {
  const message = (shown: typeof cards) => cardMessage(turn.activity.recipient.id, summary, shown);
  const sent = (how: Send, shown: typeof cards) => world.tries((ms) => how(world, turn, message(shown), ms));
  try {
    await sent(send, cards).catch((error: unknown) => {
      // A part of an answer is more than none; and who just wrote has a chat, or gets one.
      if (isOf(error, 'card')) return sent(send, [renderCard(shortenCard(card), world.surface)]);
      if (isOf(error, 'refused')) return sent(sendToAsker, cards);
      throw error;
    });
    return 'sent';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn({ err: error, place: turn.place?.address }, 'Teams does not take an answer');
    if (!isPassing(error)) return 'refused';
    await bot.enqueueAnswer(turn.from, lateCard(card, locale), form);
    return 'kept';
  }
}

function isOf(error: unknown, kind: ChatError['kind']): boolean {
  return error instanceof ChatError && error.kind === kind;
}

/** A sentence to the person, where they are; kept as an answer is where Teams takes none for now. */
export async function say(world: TeamsWorld, bot: Bot, turn: Turn, text: string): Promise<void> {
  const given = await sendLine(world, turn, textMessage(turn.activity.recipient.id, text));
  if (given === 'kept' && turn.place === null) await bot.enqueueAnswer(turn.from, sentence(text, text));
}

/** A line without a card, where the person is. Nobody keeps it here. */
export async function sendLine(world: TeamsWorld, turn: Pick<Turn, 'activity'>, message: object): Promise<Given> {
  try {
    await world.tries((ms) => inPlace(world, turn, message, ms));
    return 'sent';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn({ err: error }, 'Teams does not take a line');
    return isPassing(error) ? 'kept' : 'refused';
  }
}
