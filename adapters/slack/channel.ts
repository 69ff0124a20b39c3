import { z } from 'zod';
import { cleanedLine } from '../../src/domain/clean-text.ts';
import type { ChannelFacts } from '../../src/ports.ts';
import { ChatError } from '../../src/ports.ts';
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

/** What can be said of a channel. */
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

async function infoOf(address: string, { look }: Pick<Clients, 'look'>): Promise<Conversation | null> {
  try {
    const { channel } = await calling(() => look.conversations.info({ channel: address }));
    return Conversation.parse(channel);
  } catch (error) {
    if (error instanceof ChatError && error.reason === 'channel_not_found') return null;
    throw error instanceof ChatError ? error : new ChatError('unreachable', 'bad_answer');
  }
}

/** False where somebody has to invite the bot. */
export async function joinChannel(address: string, { look }: Pick<Clients, 'look'>): Promise<boolean> {
  try {
    await calling(() => look.conversations.join({ channel: address }));
    return true;
  } catch (error) {
    if (error instanceof ChatError && (error.kind === 'refused' || error.reason === 'missing_scope')) return false;
    throw error;
  }
}

/** Goes through the whole list: Slack has no question for one person. */
export async function isMember(address: string, user: string, { look }: Clients): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = await calling(() => look.conversations.members({ channel: address, limit: 1_000, cursor }));
    if (page.members?.includes(user)) return true;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return false;
}
