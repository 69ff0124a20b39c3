import { z } from 'zod';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { type ChannelFacts, ChatError, ifChatError } from '../../../src/ports/chat.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';

const Flag = z.boolean().nullish();
/** https://docs.slack.dev/reference/objects/conversation-object */
const Conversation = z.object({
  name: z.string().nullish(),
  is_im: Flag,
  is_mpim: Flag,
  is_private: Flag,
  is_archived: Flag,
  is_member: Flag,
  is_ext_shared: Flag,
  is_pending_ext_shared: Flag,
});
type Conversation = z.infer<typeof Conversation>;

/** Asks Slack about a channel. Rejects with ChatError. */
export async function channelFacts(address: string, { look }: Clients): Promise<ChannelFacts> {
  if (!/^[CG][A-Z0-9]+$/.test(address)) return { kind: 'not found' };
  const channel = await infoOf(address, { look });
  // Slack does not tell a private channel that the bot is not in from one that does not exist.
  if (channel === null) return { kind: 'not joined', name: null };
  const name = cleanedLine(channel.name ?? '') || address;
  if (channel.is_im || channel.is_mpim) return { kind: 'not found' };
  if (channel.is_archived) return { kind: 'archived', name };
  const external = channel.is_ext_shared === true || channel.is_pending_ext_shared === true;
  const read = { name, open: !channel.is_private, external };
  if (channel.is_member) return { kind: 'joined', ...read };
  return channel.is_private ? { kind: 'not joined', name } : { kind: 'joinable', ...read };
}

function infoOf(channel: string, { look }: Pick<Clients, 'look'>): Promise<Conversation | null> {
  return calling(async () => Conversation.parse((await look.conversations.info({ channel })).channel)).catch(
    ifChatError(({ reason }) => reason === 'channel_not_found', null),
  );
}

/** Joins a channel; resolves with false where somebody has to invite the bot. Rejects with ChatError. */
export async function joinChannel(address: string, { look }: Pick<Clients, 'look'>): Promise<boolean> {
  const isNo = ({ kind, reason }: ChatError) => kind === 'refused' || reason === 'missing_scope';
  const joined = calling(() => look.conversations.join({ channel: address })).then(() => true);
  return joined.catch(ifChatError(isNo, false));
}

/** Slack's codes for a method that this app, or a stand-in for Slack, does not have. */
const noMethod = ['unknown_method', 'missing_scope', 'method_deprecated', 'not_allowed_token_type'];

/** Asks for the channels of the person: one page nearly always, where the members of a big channel are many. */
export async function isMember(address: string, user: string, clients: Clients): Promise<boolean> {
  const { look } = clients;
  try {
    return await isOnPage(async (cursor) => {
      const query = { user, types: 'public_channel,private_channel', exclude_archived: true, limit: 999, cursor };
      const page = await calling(() => look.users.conversations(query));
      return { found: page.channels?.some(({ id }) => id === address), next: page.response_metadata?.next_cursor };
    });
  } catch (error) {
    if (!(error instanceof ChatError) || !noMethod.includes(error.reason)) throw error;
    return isOnPage(async (cursor) => {
      const page = await calling(() => look.conversations.members({ channel: address, limit: 1_000, cursor }));
      return { found: page.members?.includes(user), next: page.response_metadata?.next_cursor };
    });
  }
}

type Page = { found: boolean | undefined; next: string | undefined };

async function isOnPage(read: (cursor: string | undefined) => Promise<Page>): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const { found, next } = await read(cursor);
    if (found) return true;
    cursor = next;
  } while (cursor);
  return false;
}
