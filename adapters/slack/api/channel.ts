import { z } from 'zod';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { type ChannelFacts, ChatError, ifChatError } from '../../../src/ports/chat.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';

const Flag = z.boolean().nullish();
/** A channel. https://docs.slack.dev/reference/objects/conversation-object */
const SlackChannel = z.object({
  name: z.string().nullish(),
  is_im: Flag,
  is_mpim: Flag,
  is_private: Flag,
  is_archived: Flag,
  is_member: Flag,
  is_ext_shared: Flag,
  is_pending_ext_shared: Flag,
});

/** Asks Slack about a channel. Rejects with ChatError. */
export async function channelFacts(address: string, { lookUp }: Clients): Promise<ChannelFacts> {
  if (!/^[CG][A-Z0-9]+$/.test(address)) return { kind: 'not found' };
  const channel = await calling(async () => {
    const info = await lookUp.conversations.info({ channel: address });
    return SlackChannel.parse(info.channel);
  }).catch(ifChatError(({ reason }) => reason === 'channel_not_found', null));
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

/** Joins a channel; resolves with false where somebody has to invite the bot. Rejects with ChatError. */
export async function joinChannel(address: string, { lookUp }: Clients): Promise<boolean> {
  const isNo = ({ kind, reason }: ChatError) => kind === 'refused' || reason === 'missing_scope';
  const joined = calling(() => lookUp.conversations.join({ channel: address })).then(() => true);
  return joined.catch(ifChatError(isNo, false));
}

/** Slack's codes for a method that this app, or a stand-in for Slack, does not have. */
const noMethod = ['unknown_method', 'missing_scope', 'method_deprecated', 'not_allowed_token_type'];

/**
 * Asks Slack whether a user is in a channel. Rejects with ChatError. The channels of a user are nearly always one page,
 * where the members of a channel may be many; only where this app cannot ask for the former, it reads the latter.
 */
export async function isMember(address: string, user: string, { lookUp }: Clients): Promise<boolean> {
  try {
    return await isOnPage(async (cursor) => {
      const query = { user, types: 'public_channel,private_channel', exclude_archived: true, limit: 999, cursor };
      const page = await calling(() => lookUp.users.conversations(query));
      return { found: page.channels?.some(({ id }) => id === address), next: page.response_metadata?.next_cursor };
    });
  } catch (error) {
    if (!(error instanceof ChatError) || !noMethod.includes(error.reason)) throw error;
    return isOnPage(async (cursor) => {
      const page = await calling(() => lookUp.conversations.members({ channel: address, limit: 1_000, cursor }));
      return { found: page.members?.includes(user), next: page.response_metadata?.next_cursor };
    });
  }
}

type PageRead = { found: boolean | undefined; next: string | undefined };

/** Reads page after page; resolves with whether one of them had it. https://docs.slack.dev/apis/web-api/pagination */
async function isOnPage(read: (cursor: string | undefined) => Promise<PageRead>): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const { found, next } = await read(cursor);
    if (found) return true;
    cursor = next;
  } while (cursor);
  return false;
}
