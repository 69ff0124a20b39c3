import type { Conversation } from '../../src/collections.ts';
import { type Identity, userOf } from '../../src/domain/identity.ts';
import { StoreUnwritable } from '../../src/ports.ts';
import type { Connector, Reach } from './connector.ts';
import type { Conversations } from './conversations.ts';

/** Somebody with whom the bot may have no chat yet, and a way to reach Teams about them. */
export interface Wanted {
  id: Identity;
  name: string;
  /** How Teams names the person to this bot. */
  userId: string;
  serviceUrl: string;
  botId: string;
  tenant: string;
}

export interface PersonalChat extends Reach {
  botId: string;
}

/** The person's own chat with the bot; opened where there is none, which Teams refuses until the app is installed for them. */
export async function personalChat(
  wanted: Wanted,
  { connector, conversations }: { connector: Connector; conversations: Conversations },
): Promise<PersonalChat> {
  const known = await conversations.personal(userOf(wanted.id));
  if (known) return reachOf(known);
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
  await conversations.learn(row).catch((error: unknown) => {
    if (!(error instanceof StoreUnwritable)) throw error;
  });
  return { serviceUrl, conversation, botId };
}

export function reachOf({ address, reference }: Conversation): PersonalChat {
  return { serviceUrl: reference.serviceUrl ?? '', conversation: address, botId: reference.botId ?? '' };
}
