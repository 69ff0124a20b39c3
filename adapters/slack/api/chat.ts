import type { Destination } from '../../../src/domain/delivery/delivery.ts';
import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { words } from '../../../src/messages/words.ts';
import { type Chat, ChatError, type Posted, type PostHow } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { beforePost, postIntervalMs } from '../../chat/post.ts';
import { lookUpInTime } from '../../chat/retry-reply.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { RichBlock } from '../render/card.ts';
import { message } from '../render/view.ts';
import { channelFacts, isMember, joinChannel } from './channel.ts';
import { calling } from './chat-error.ts';
import type { Clients, SlackClock } from './client.ts';
import { createFindDelivery, metadata } from './find-delivery.ts';
import type { LookUpGroup } from './groups.ts';
import type { SlackPeople } from './people.ts';
import type { SendRich } from './rich-blocks.ts';

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
  const contents = (card: Card, rich: ReadonlySet<RichBlock>) => message([card], words(world.locale).slack, rich);
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
