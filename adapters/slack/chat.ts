import type { Destination } from '../../src/domain/delivery.ts';
import { type Identity, userOf } from '../../src/domain/identity.ts';
import type { Locale } from '../../src/domain/locales.ts';
import { words } from '../../src/messages/words.ts';
import { type Chat, ChatError, type Posted, type PostHow } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { beforePost } from '../platform.ts';
import { channelFacts, isMember, joinChannel } from './channel.ts';
import { calling, inTime } from './chat-error.ts';
import type { Clients } from './client.ts';
import { createFindDelivery, metadata } from './find-delivery.ts';
import type { People } from './people.ts';
import { permalink } from './permalink.ts';
import { recent } from './recent.ts';
import type { SlackClock } from './slack-clock.ts';
import { message } from './view.ts';

const lookMs = 1_000;
/** Slack takes one message a second in a channel, counted its own way. https://docs.slack.dev/apis/web-api/rate-limits */
const paceMs = 1_020;

/** Slack as the core uses it. `locale` is for the few words that the adapter adds to a card. */
export function createChat(world: {
  clients: Clients;
  people: People;
  locale: Locale;
  clock: SlackClock;
  now: () => number;
  elapsed: () => number;
  /** Where people open the workspace; empty while that is not known. */
  site: () => string;
}): Omit<Chat, 'firstMet' | 'hindrance'> {
  const { clients, people, locale, clock, now } = world;
  const findDelivery = createFindDelivery(world);
  const conversations = recent<string>({ keepMs: 86_400_000, max: 10_000, now });

  async function post(to: Destination, card: Card, { deliveryId, thread, aloud }: PostHow): Promise<Posted> {
    const channel = await beforePost(channelOf(to));
    const reply = thread === null ? {} : { thread_ts: thread, ...(aloud ? { reply_broadcast: true } : {}) };
    const { chat } = to.kind === 'channel' ? clients.post : clients.send;
    const posted = await calling(() =>
      chat.postMessage({
        channel,
        ...reply,
        ...contents(card, locale),
        metadata: metadata(deliveryId),
        ...asItIs,
      }),
    );
    if (!posted.ts) throw new ChatError('unreachable', 'bad_answer', null, true);
    return { to, message: posted.ts };
  }

  async function channelOf(to: Destination): Promise<string> {
    return to.kind === 'channel' ? to.channel.address : conversationWith(to.id);
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
    byEmail: (address) => inTime(lookMs, people.byEmail(address)),
    channel: (address) => inTime(lookMs, channelFacts(address, clients)),
    join: (address) => inTime(lookMs, joinChannel(address, clients)),
    hasMember: (address, id) => inTime(lookMs, isMember(address, userOf(id), clients)),
    knownChannels: async () => [],
    paceMs,
    post,
    update: async ({ to, message: ts }, card) => {
      if (ts === null) throw new ChatError('gone', 'no_message_id');
      const channel = await channelOf(to);
      await calling(() => clients.send.chat.update({ channel, ts, ...contents(card, locale), ...asItIs }));
    },
    remove: async ({ to, message: ts }) => {
      if (ts === null) throw new ChatError('gone', 'no_message_id');
      const channel = await channelOf(to);
      await calling(() => clients.send.chat.delete({ channel, ts }));
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

/** No previews of links, and Slack finds no mentions of its own in the text. */
export const asItIs = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

function contents(card: Card, locale: Locale) {
  return message([card], words(locale).slack);
}
