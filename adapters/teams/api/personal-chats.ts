import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import { timedOut } from '../../chat/look-up.ts';
import { beforePost } from '../../chat/platform.ts';
import type { ConfidentialMessage } from '../render/message.ts';
import { botIsOut } from './chat-error.ts';
import type { Connector, ConversationAddress, PersonalAddress } from './connector.ts';
import type { Conversations } from './conversations.ts';

/** The port promises an outcome within 10 s; one of them is for finding the person. */
const wholeMs = 9_000;

/** A conversation that the bot is in, with the id under which it writes there and the Entra tenant. */
export interface BotConversation extends ConversationAddress {
  botId: string;
  tenant: string;
}

/** Returns how the bot reaches a conversation that it knows. */
export function reachOf({ address, reference }: Conversation): BotConversation {
  const { serviceUrl = '', botId = '', tenant = '' } = reference;
  return { serviceUrl, conversation: address, botId, tenant };
}

/** A person with whom the bot may have no chat yet, with all that Teams needs to open one. */
export interface Recipient extends Omit<BotConversation, 'conversation'> {
  id: Identity;
  name: string;
  /** The id by which Teams names the person to this bot. */
  userId: string;
}

/** A person's own chat with the bot. */
type PersonalConversation = BotConversation & PersonalAddress;

interface PersonalWorld {
  connector: Connector;
  conversations: Conversations;
}

/**
 * Resolves with the person's own chat with the bot; opens it when there is none, within `ms` milliseconds, which Teams
 * refuses until the app is installed for them.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
export async function personalChat(to: Recipient, world: PersonalWorld, ms?: number): Promise<PersonalConversation> {
  const known = await world.conversations.personal(userOf(to.id));
  return known ? { ...reachOf(known), isPersonal: true } : open(to, world, ms);
}

/**
 * Sends to the person's own chat, which may have to be opened, all within `ms` milliseconds. Where Teams says that there
 * is no such chat any more, or that the bot is not in it, a new one is opened, once. Resolves with the message's id, with
 * null when Teams did not say it.
 */
export async function sendPersonally(
  to: Recipient,
  world: PersonalWorld,
  message: (botId: string) => ConfidentialMessage,
  ms = wholeMs,
): Promise<string | null> {
  const end = performance.now() + ms;
  const left = () => end - performance.now();
  const chat = await beforePost(personalChat(to, world, ms));
  try {
    return await world.connector.sendPrivately(chat, message(chat.botId), left());
  } catch (error) {
    if (!botIsOut(error)) throw error;
    const fresh = await beforePost(open({ ...to, ...chat }, world, left()));
    // The same chat would refuse again.
    if (fresh.conversation === chat.conversation) throw error;
    await world.conversations.forget(({ address }) => address === chat.conversation).catch(ifUnwritable(() => {}));
    if (left() < 0) timedOut();
    return world.connector.sendPrivately(fresh, message(fresh.botId), left());
  }
}

async function open(to: Recipient, { connector, conversations }: PersonalWorld, ms?: number) {
  const { id, name, serviceUrl, botId, tenant, userId } = to;
  const inTenant = { tenantId: tenant, channelData: { tenant: { id: tenant } } };
  const chat = { isGroup: false, bot: { id: botId }, members: [{ id: userId }], ...inTenant };
  const { id: conversation } = await connector.createChat(serviceUrl, chat, ms);
  const reference = { serviceUrl, botId, tenant, user: userOf(id), userId };
  const place = { id: `teams:${conversation}`, platform: 'teams', address: conversation } as const;
  // A full disk must not keep people from reading: where the chat is not remembered, Teams gives the same one again.
  await conversations.learn({ ...place, name, kind: 'personal', reference }).catch(ifUnwritable(() => {}));
  return { serviceUrl, conversation, botId, tenant, isPersonal: true } as const;
}
