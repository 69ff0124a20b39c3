import { userOf } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { messages } from '../../../src/messages/messages.ts';
import { ChatError, ifChatError } from '../../../src/ports/chat.ts';
import { shortenCard } from '../../../src/view/shorten-card.ts';
import { type Card, type Form, sentence } from '../../../src/view/view.ts';
import { languageOf } from '../../chat/answer.ts';
import { lateCards } from '../../chat/late-answer.ts';
import { isPassing } from '../../chat/retry-reply.ts';
import { type Activity, type TeamsTurn, tenantOf } from '../api/activity.ts';
import { sendPersonally } from '../api/personal-chats.ts';
import { type MessageForOne, referenceTo, targetedChannel } from '../api/targeted-messages.ts';
import { type AdaptiveCard, renderCard } from '../render/card.ts';
import { type ConfidentialMessage, cardMessage, confidential, textMessage } from '../render/message.ts';
import type { TeamsWorld } from './context.ts';
import type { RenderedReply } from './render-reply.ts';

/**
 * The outcome of sending an answer. `here`: it is where the person asked, and nobody else sees it. `privately`: it is in
 * their own chat with the bot. `kept`: Teams is unreachable, so the outbox will deliver it. `refused`:
 * there is no chat to send it to.
 */
export type SendOutcome = 'here' | 'privately' | 'kept' | 'refused';

/** Sends a message to the asker's own chat with the bot. Teams refuses that until they have added the bot. */
function sendToAsker(world: TeamsWorld, { activity, from }: TeamsTurn, message: ConfidentialMessage, ms: number) {
  const { serviceUrl, recipient } = activity;
  const who = { id: from, name: activity.from?.name ?? '', userId: activity.from?.id ?? '' };
  const tenant = tenantOf(activity) ?? '';
  return sendPersonally({ ...who, serviceUrl, botId: recipient.id, tenant }, world, () => message, ms);
}

/** A turn in a person's own chat with the bot. */
interface PersonalTurn extends TeamsTurn {
  fromChannel: null;
}

/** Returns whether a turn is in the person's own chat with the bot. */
export function isInChat(turn: TeamsTurn): turn is PersonalTurn {
  return turn.fromChannel === null;
}

/** Returns the address of the personal chat in which the person is. */
export function chatOf({ activity: { serviceUrl, conversation } }: PersonalTurn) {
  return { serviceUrl, conversation: conversation.id, isPersonal: true } as const;
}

/**
 * Sends an answer to the asker alone, in several attempts: where they asked; where Teams takes no targeted messages there, to
 * their own chat with the bot. What Teams does not take for now is kept, and brought by the outbox.
 */
export function sendAnswer(world: TeamsWorld, turn: TeamsTurn, rendered: RenderedReply): Promise<SendOutcome> {
  const { summary, cards, surface, locale, storableCards, form } = rendered;
  const message = (shown: readonly AdaptiveCard[]) =>
    confidential(cardMessage(turn.activity.recipient.id, summary, shown));
  const full = () => message(cards);
  const shorter = () => message(storableCards.map((card) => renderCard(shortenCard(card), surface)));
  const keep = async () => {
    for (const card of lateCards(storableCards, locale)) await keepAnswer(turn, card, form);
  };
  return sendToOne(world, turn, { full, shorter }, keep);
}

/** Enqueues an answer: the outbox delivers it where the person asked, or else in their personal chat with the bot. */
export function keepAnswer({ bot, from, activity }: TeamsTurn, card: Card, form?: Form): Promise<void> {
  const channel = targetedChannel(activity);
  return bot.enqueueAnswer(from, card, { form, ...(channel ? { askedIn: referenceTo(channel) } : {}) });
}

async function sendToOne(
  world: TeamsWorld,
  turn: TeamsTurn,
  { full, shorter }: MessageForOne,
  keep: () => Promise<void>,
): Promise<SendOutcome> {
  const toAsker = (message: ConfidentialMessage) => world.retry((ms) => sendToAsker(world, turn, message, ms));
  const send = isInChat(turn)
    ? (message: ConfidentialMessage) => world.retry((ms) => world.connector.sendPrivately(chatOf(turn), message, ms))
    : toAsker;
  try {
    const channel = targetedChannel(turn.activity);
    if (channel && (await world.targeted.send(channel, { full, shorter }, world.retry))) return 'here';
    await send(full()).catch(async (error: unknown) => {
      const kind = error instanceof ChatError ? error.kind : null;
      // A part of an answer is more than none; and a chat that Teams does not know once may be known, or opened, a moment later.
      if (kind === 'card' && shorter) return send(shorter());
      if (kind === 'refused' && (await hasChat(world, turn))) return toAsker(full());
      throw error;
    });
    return isInChat(turn) ? 'here' : 'privately';
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    world.options.log.warn(
      { event: 'answer.refused', err: error, place: turn.fromChannel?.address },
      'Teams refused an answer',
    );
    if (!isPassing(error)) return 'refused';
    await keep();
    return 'kept';
  }
}

/** Resolves with whether there is a chat of the person with the bot, as far as the bot knows. */
async function hasChat({ conversations }: TeamsWorld, turn: TeamsTurn): Promise<boolean> {
  return isInChat(turn) || (await conversations.personal(userOf(turn.from))) !== null;
}

/** Sends a sentence to the person alone, as an answer is sent. */
export async function sendSentence(world: TeamsWorld, turn: TeamsTurn, text: string): Promise<void> {
  const full = () => confidential(textMessage(turn.activity.recipient.id, text));
  const outcome = await sendToOne(world, turn, { full }, () => keepAnswer(turn, sentence(text, text)));
  await tellWhere(world, turn, languageOf(turn.bot, turn, world.options), outcome);
}

/** Returns the sentence that tells where a private answer went. */
export function whereItWent(locale: Locale, outcome: Exclude<SendOutcome, 'here'>): string {
  const { answeredPrivately, answerComes, addMeFirst } = messages(locale).teams;
  return { privately: answeredPrivately, kept: answerComes, refused: addMeFirst }[outcome];
}

/** Tells the asker, in the channel or group chat where they asked, where the bot sent the answer instead. */
export async function tellWhere(world: TeamsWorld, turn: TeamsTurn, locale: Locale, outcome: SendOutcome) {
  if (turn.fromChannel === null || outcome === 'here') return;
  await sendNeutralLine(world, turn.activity, whereItWent(locale, outcome), outcome === 'refused');
}

/**
 * Sends a line that tells nobody anything of the asker or their question. The author of the activity alone sees it; where Teams takes
 * no targeted messages it stands openly, but not where they wrote so that nobody saw it. `isAll`: they get nothing else, and so they
 * get it in any case. It is not kept.
 */
export function sendNeutralLine(world: TeamsWorld, activity: Activity, text: string, isAll = false): Promise<void> {
  const full = () => confidential(textMessage(activity.recipient.id, text));
  const channel = targetedChannel(activity);
  const sending = async () => {
    if (channel && (await world.targeted.send(channel, { full }, world.retry, { anyway: isAll }))) return;
    if (isAll || !activity.recipient.isTargeted) await sendLine(world, activity, text);
  };
  return unlessRefused(world, sending());
}

/** Sends a line of text into the conversation of the activity, where everybody reads it. It is not kept. */
export function sendLine(world: TeamsWorld, activity: Activity, text: string): Promise<void> {
  const { serviceUrl, conversation, recipient } = activity;
  const to = { serviceUrl, conversation: conversation.id };
  const message = textMessage(recipient.id, text);
  const sending = world.retry((ms) => world.connector.send(to, message, ms));
  return unlessRefused(world, sending);
}

async function unlessRefused({ options: { log } }: TeamsWorld, sending: Promise<unknown>): Promise<void> {
  const refused = (err: ChatError) =>
    log.warn({ event: 'teams.line', err }, 'Teams refused the note that an answer was sent privately');
  await sending.catch(ifChatError(refused));
}
