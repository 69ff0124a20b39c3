import type { ChannelReference } from '../../../src/domain/delivery/delivery.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import { isPassing, type RetryReply } from '../../chat/retry-reply.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { Log } from '../../process/log.ts';
import type { ConfidentialMessage } from '../render/message.ts';
import { type Activity, withoutThread } from './activity.ts';
import { statusOf } from './chat-error.ts';
import type { Connector, ConversationAddress, TargetedRecipient } from './connector.ts';

/**
 * The most conversations that refuse, and the most messages that were sent, that are remembered, each for a day: Teams shows them as long.
 */
const maxRefusals = 1_000;
const maxMessages = 10_000;
const keepMs = 24 * 60 * 60 * 1_000;

/** One member of a channel or group chat, who alone sees what is sent there, in the thread that the address names. */
export interface TargetedChannel extends ConversationAddress {
  botId: string;
  recipient: TargetedRecipient;
}

/**
 * Returns the place where the author of an activity alone sees a targeted message. Null in a chat of two people, which has no such
 * messages: it is the person's chat with the bot, or one between people where they used the message extension.
 */
export function targetedChannel({ serviceUrl, conversation, recipient, from }: Activity): TargetedChannel | null {
  if (!from || conversation.conversationType === 'personal') return null;
  const member = { id: from.id, name: from.name ?? '' };
  return { serviceUrl, conversation: conversation.id, botId: recipient.id, recipient: member };
}

/** Returns the place as the store keeps it. */
export function referenceTo({ recipient, serviceUrl, conversation, botId }: TargetedChannel): ChannelReference {
  return { serviceUrl, conversation, botId, userId: recipient.id, name: recipient.name };
}

/** Returns the place that the store kept. */
export function targetOf({ serviceUrl = '', conversation = '', botId = '', userId = '', name = '' }: ChannelReference) {
  return { serviceUrl, conversation, botId, recipient: { id: userId, name } } satisfies TargetedChannel;
}

/** Makes a message that one person sees: in full, and shortened (if it can be) for when Teams refuses the full one as too long. */
export interface MessageForOne {
  full: () => ConfidentialMessage;
  shorter?: (() => ConfidentialMessage) | undefined;
}

/** The messages in channels and group chats that one member alone sees. */
export type TargetedMessages = ReturnType<typeof createTargetedMessages>;

/**
 * Sends targeted messages. It remembers for a day, by `now`, where Teams refused one, so that people there wait for one call and
 * not for two; and what it sent, so that nothing else is edited on the word of a client. Memory is enough: what a restart forgets
 * costs one refused call for each conversation, and an answer that comes below a card in place of changing it. In local mode none
 * is ever sent, since Agents Playground shows targeted messages to everybody.
 */
export function createTargetedMessages(world: { connector: Connector; isLocal: boolean; log: Log; now: () => string }) {
  const { connector, isLocal, log } = world;
  const ttl = { keepMs, now: () => Date.parse(world.now()) };
  const refused = createTtlCache<true>(maxRefusals, ttl);
  const recipients = createTtlCache<string>(maxMessages, ttl);
  const keyOf = (address: string, message: string) => `${address} ${message}`;

  return {
    /**
     * Sends a message; `retry` decides on further attempts. Resolves with false, and nothing is sent, if Teams refuses targeted messages
     * there. Rejects with ChatError if Teams may accept it later. `anyway`: tries even if Teams refused one there in the last day.
     */
    async send(to: TargetedChannel, { full, shorter }: MessageForOne, retry: RetryReply, { anyway = false } = {}) {
      const address = withoutThread(to.conversation);
      if (isLocal || (!anyway && refused.get(address))) return false;
      const sent = (id: string | null) => {
        if (id) recipients.set(keyOf(address, id), to.recipient.id);
        return null;
      };
      const attempt = (message: () => ConfidentialMessage) =>
        retry((ms) => connector.sendTargeted(to, to.recipient, message(), ms).then(sent, refusalIn));
      let refusal = await attempt(full);
      // A part of an answer is more than none.
      if (refusal?.kind === 'card' && shorter) refusal = await attempt(shorter);
      if (refusal === null) return true;
      log.warn({ event: 'teams.targeted', err: refusal, place: address }, 'Teams refused a targeted message');
      if (isOfConversation(refusal)) refused.set(address, true);
      return false;
    },
    /** Returns whether this process sent the message whose button was pressed, within a day, to the author of the activity alone. */
    isTheirs({ conversation, replyToId, from }: Activity): boolean {
      const recipient = replyToId ? recipients.get(keyOf(withoutThread(conversation.id), replyToId)) : null;
      return recipient !== null && recipient === from?.id;
    },
    /** Forgets that Teams refused one in the conversation. */
    forgetRefusal: (address: string) => refused.delete(address),
  };
}

/** Statuses with which Teams refuses targeted messages. https://github.com/MicrosoftDocs/msteams-docs/issues/14434 */
const refusals = [400, 403, 404];

/** Returns the error of a message that goes another way; throws the one of a message that Teams may take a moment later. */
function refusalIn(error: unknown): ChatError {
  if (error instanceof ChatError && (!isPassing(error) || refusals.includes(statusOf(error)))) return error;
  throw error;
}

/** Matches Teams' codes about the recipient: what it says to one member it need not say to the next. */
const aboutRecipient = /^Member|User/;

/**
 * Returns whether Teams would refuse every targeted message in that conversation. A refusal of this card, of this thread or of
 * this member says nothing of it, and neither does one without a code of Teams, which is a proxy's.
 */
function isOfConversation(error: ChatError): boolean {
  return error.kind === 'refused' && refusals.includes(statusOf(error)) && !aboutRecipient.test(error.reason);
}
