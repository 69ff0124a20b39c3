import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import { beforePost } from '../../platform.ts';
import { timedOut } from '../../retry-reply.ts';
import { botIsOut } from './chat-error.ts';
import type { Connector, Reach } from './connector.ts';
import type { Conversations } from './conversations.ts';

/** The port promises an outcome within 10 s; one of them is for finding the person. */
const wholeMs = 9_000;

/** Somebody with whom the bot may have no chat yet, with all that Teams needs to open one. */
export interface Wanted {
  id: Identity;
  name: string;
  /** How Teams names the person to this bot. */
  userId: string;
  serviceUrl: string;
  botId: string;
  tenant: string;
}

/** Somebody's own chat with the bot. */
export interface PersonalChat extends Reach {
  botId: string;
}

/** The person's own chat with the bot; opened where there is none, which Teams refuses until the app is installed for them. */
export async function personalChat(
  wanted: Wanted,
  { connector, conversations }: { connector: Connector; conversations: Conversations },
): Promise<PersonalChat> {
  const known = await conversations.personal(userOf(wanted.id));
  return known ? reachOf(known) : open(wanted, { connector, conversations });
}

/**
 * Sends to the person's own chat. Where Teams says that there is no such chat any more, or that the bot is not in it,
 * a new one is opened, once, within `ms`. Resolves with the message’s id, null where Teams did not say it.
 */
export async function sendPersonally(
  wanted: Wanted,
  world: { connector: Connector; conversations: Conversations },
  message: (botId: string) => object,
  ms = wholeMs,
): Promise<string | null> {
  const began = performance.now();
  const chat = await beforePost(personalChat(wanted, world));
  try {
    return await world.connector.sendPrivately(chat, message(chat.botId), ms);
  } catch (error) {
    if (!botIsOut(error)) throw error;
    const fresh = await beforePost(open({ ...wanted, ...chat }, world));
    // The same chat would refuse again.
    if (fresh.conversation === chat.conversation) throw error;
    await world.conversations.forget(({ address }) => address === chat.conversation).catch(ifUnwritable(() => {}));
    const left = ms - (performance.now() - began);
    if (left < 0) timedOut();
    return world.connector.sendPrivately(fresh, message(fresh.botId), left);
  }
}

async function open(
  wanted: Wanted,
  { connector, conversations }: { connector: Connector; conversations: Conversations },
): Promise<PersonalChat> {
  const { serviceUrl, botId, tenant, userId, name } = wanted;
  const { id: conversation } = await connector.createChat(serviceUrl, {
    isGroup: false,
    bot: { id: botId },
    members: [{ id: userId }],
    tenantId: tenant,
    channelData: { tenant: { id: tenant } },
  });
  const reference = { serviceUrl, botId, tenant, user: userOf(wanted.id), userId };
  const row = {
    id: `teams:${conversation}`,
    platform: 'teams',
    address: conversation,
    name,
    kind: 'personal',
    reference,
  } as const;
  // A full disk must not keep people from reading: where it is not remembered, Teams gives the same chat again.
  await conversations.learn(row).catch(ifUnwritable(() => {}));
  return { serviceUrl, conversation, botId };
}

/** How the bot reaches a conversation, and as whom it writes there. */
export function reachOf({ address, reference }: Conversation): PersonalChat {
  return { serviceUrl: reference.serviceUrl ?? '', conversation: address, botId: reference.botId ?? '' };
}
