import { z } from 'zod';
import type { Destination } from '../../../src/domain/delivery/delivery.ts';
import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { messages } from '../../../src/messages/messages.ts';
import {
  type ChannelFacts,
  type Chat,
  ChatError,
  ifChatError,
  type Posted,
  type PostHow,
} from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { lookUpInTime } from '../../chat/look-up.ts';
import { beforePost, postIntervalMs } from '../../chat/platform.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import { type RichBlock, richBlocksFor } from '../render/card.ts';
import { message } from '../render/view.ts';
import { type Clients, calling, type SlackClock } from './client.ts';
import { createFindDelivery, metadata } from './find-delivery.ts';
import type { LookUpGroup, SlackPeople } from './people.ts';

/** Returns Slack as the core uses it. `locale` is the language of the few words that the adapter adds to a card. */
export function createChat(world: {
  clients: Clients;
  people: SlackPeople;
  lookUpGroup: LookUpGroup;
  sendRich: SendRich;
  locale: Locale;
  clock: SlackClock;
  now: () => number;
  elapsed: () => number;
  /** Returns the address at which people open the workspace; empty while that is not known. */
  site: () => string;
}): Omit<Chat, 'firstMet' | 'hindrance'> {
  const { clients, people, clock, now, sendRich } = world;
  const contents = (card: Card, rich: ReadonlySet<RichBlock>) => message([card], messages(world.locale).slack, rich);
  const findDelivery = createFindDelivery(world);
  const conversations = createTtlCache<string>(10_000, { keepMs: 86_400_000, now });

  async function post(to: Destination, card: Card, { deliveryId, thread, aloud }: PostHow): Promise<Posted> {
    const channel = await beforePost(channelOf(to));
    const reply = thread === null ? {} : { thread_ts: thread, ...(aloud ? { reply_broadcast: true } : {}) };
    const { chat } = to.kind === 'channel' ? clients.post : clients.send;
    const how = { channel, ...reply, metadata: metadata(deliveryId), ...asItIs };
    const posted = await sendRich([card], (rich) =>
      calling(() => chat.postMessage({ ...how, ...contents(card, rich) })),
    );
    if (!posted.ts) throw new ChatError('unreachable', 'bad_answer', null, true);
    return { to, message: posted.ts };
  }

  async function channelOf(to: Destination): Promise<string> {
    return to.kind === 'channel' ? to.channel.address : conversationWith(to.id);
  }

  async function whereIs({ to, message }: Posted): Promise<{ channel: string; ts: string }> {
    if (message === null) throw new ChatError('gone', 'no_message_id');
    return { channel: await channelOf(to), ts: message };
  }

  async function conversationWith(id: Identity): Promise<string> {
    const known = conversations.get(id);
    if (known !== null) return known;
    const { channel } = await calling(() => clients.open.conversations.open({ users: userOf(id) }));
    if (!channel?.id) throw new ChatError('unreachable', 'bad_answer');
    conversations.set(id, channel.id);
    return channel.id;
  }

  return {
    person: people.person,
    forget: async (id) => conversations.delete(id),
    byEmail: (address) => lookUpInTime(people.byEmail(address)),
    group: (idOrName) => lookUpInTime(world.lookUpGroup(idOrName)),
    channel: (address) => lookUpInTime(channelFacts(address, clients)),
    join: (address) => lookUpInTime(joinChannel(address, clients)),
    hasMember: (address, id) => lookUpInTime(isMember(address, userOf(id), clients)),
    knownChannels: async () => [],
    postIntervalMs,
    post,
    update: async (posted, card) => {
      const there = await whereIs(posted);
      await sendRich([card], (rich) =>
        calling(() => clients.send.chat.update({ ...there, ...contents(card, rich), ...asItIs })),
      );
    },
    remove: async (posted) => {
      const there = await whereIs(posted);
      await calling(() => clients.send.chat.delete(there));
    },
    find: async (to, how, tried) => {
      const found = await findDelivery(await channelOf(to), how, tried);
      return typeof found === 'string' ? found : { to, message: found.ts };
    },
    linkTo: async ({ to, message: ts }) =>
      to.kind === 'channel' && ts !== null ? permalink(world.site(), to.channel.address, ts) : null,
    time: () => {
      const at = clock.now();
      return at === null ? null : new Date(at).toISOString();
    },
    upload: async (id, { name, content }, comment) => {
      const channel_id = await conversationWith(id);
      await calling(() =>
        clients.send.filesUploadV2({ channel_id, filename: name, content, initial_comment: comment }),
      );
      return 'sent';
    },
  };
}

/**
 * Options of a message: Slack shows no previews of its links, and finds no mentions of its own in the text.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const asItIs = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

/**
 * Returns the address of a message, which chat.getPermalink would answer too, with a call for each. Null while the
 * workspace's address is not known. https://docs.slack.dev/reference/methods/chat.getPermalink
 */
export function permalink(site: string, channel: string, ts: string): string | null {
  if (!/^https?:\/\/\S+\/$/.test(site)) return null;
  return `${site}archives/${encodeURIComponent(channel)}/p${encodeURIComponent(ts.replace('.', ''))}`;
}

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
async function channelFacts(address: string, { lookUp }: Clients): Promise<ChannelFacts> {
  if (!/^[CG][A-Z0-9]+$/.test(address)) return { kind: 'not found' };
  const isUnknown = ({ reason }: ChatError) => reason === 'channel_not_found';
  const asked = calling(async () =>
    SlackChannel.parse((await lookUp.conversations.info({ channel: address })).channel),
  );
  const channel = await asked.catch(ifChatError(() => null, isUnknown));
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

/** Joins a channel; resolves with false when somebody has to invite the bot. Rejects with ChatError. */
async function joinChannel(address: string, { lookUp }: Clients): Promise<boolean> {
  const isNo = ({ kind, reason }: ChatError) => kind === 'refused' || reason === 'missing_scope';
  const joined = calling(() => lookUp.conversations.join({ channel: address })).then(() => true);
  return joined.catch(ifChatError(() => false, isNo));
}

/** Slack's codes for a method that this app, or a stand-in for Slack, does not have. */
const noMethod = ['unknown_method', 'missing_scope', 'method_deprecated', 'not_allowed_token_type'];

/**
 * Asks Slack whether a user is in a channel. Rejects with ChatError. The channels of a user are nearly always one page,
 * where the members of a channel may be many; only where this app cannot ask for the former, it reads the latter.
 */
async function isMember(address: string, user: string, { lookUp }: Clients): Promise<boolean> {
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

/** How long (ms) a rich block that a workspace does not take is not tried again. */
const keepMs = 3_600_000;

/** Sends cards as a message. `send` renders them with the rich blocks that it is given, and rejects with ChatError. */
export type SendRich = <T>(cards: readonly Card[], send: (rich: ReadonlySet<RichBlock>) => Promise<T>) => Promise<T>;

/**
 * Returns a function that posts or edits a message with charts and feedback buttons, by one call. Slack brings them to
 * one workspace after another. Where it answers `invalid_blocks` it has done nothing, and rejects as `unreachable` with
 * the interval of posts as `retryAfterMs`: Slack counts the refused call too. The caller's next try goes without them,
 * as does whatever comes within an hour. What Slack does not take without them either was refused for another reason.
 * `elapsed` is in milliseconds and never goes back.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export function createSendRich(elapsed: () => number): SendRich {
  const refusedAt = new Map<RichBlock, number>();
  const isTaken = (block: RichBlock) => {
    const at = refusedAt.get(block);
    return at === undefined || elapsed() - at >= keepMs;
  };

  return async (cards, send) => {
    const wanted = richBlocksFor(cards);
    const rich = new Set([...wanted].filter(isTaken));
    try {
      return await send(rich);
    } catch (error) {
      if (!(error instanceof ChatError) || error.reason !== 'invalid_blocks') throw error;
      for (const block of rich) refusedAt.set(block, elapsed());
      if (rich.size > 0) throw new ChatError('unreachable', error.reason, postIntervalMs);
      for (const block of wanted) refusedAt.delete(block);
      throw error;
    }
  };
}
