import { createHash } from 'node:crypto';
import { type Identity, userOf } from '../../src/domain/identity.ts';
import type { Locale } from '../../src/domain/partner-tenant.ts';
import { words } from '../../src/messages/words.ts';
import { type Chat, ChatError, type Posted } from '../../src/ports.ts';
import type { Card } from '../../src/view.ts';
import { channelFacts, isMember } from './channel.ts';
import { calling, inTime } from './chat-error.ts';
import type { Clients } from './client.ts';
import type { People } from './people.ts';
import { recent } from './recent.ts';
import { message } from './view.ts';

const lookMs = 1_000;

/** Slack as the core uses it. `locale` is for the few words that the adapter adds to a card. */
export function createChat(world: { clients: Clients; people: People; locale: Locale; now: () => number }): Chat {
  const { clients, people, locale, now } = world;
  const conversations = recent<string>({ keepMs: 86_400_000, max: 10_000, now });

  async function post(channel: string, card: Card): Promise<Posted> {
    const posted = await calling(() =>
      clients.send.chat.postMessage({ channel, ...contents(card, locale), metadata: metadata(card), ...asItIs }),
    );
    if (!posted.ts || !posted.channel) throw new ChatError('unreachable', 'bad_answer');
    return { channel: { platform: 'slack', address: posted.channel }, message: posted.ts };
  }

  async function conversationWith(id: Identity): Promise<string> {
    const known = conversations.get(id);
    if (known !== null) return known;
    const { channel } = await calling(() => clients.send.conversations.open({ users: userOf(id) }));
    if (!channel?.id) throw new ChatError('unreachable', 'bad_answer');
    conversations.set(id, channel.id);
    return channel.id;
  }

  return {
    person: people.person,
    channel: (address) => inTime(lookMs, channelFacts(address, clients)),
    hasMember: (address, id) => inTime(lookMs, isMember(address, userOf(id), clients)),
    knownChannels: async () => [],
    post,
    tell: async (id, card) => post(await conversationWith(id), card),
    update: async ({ channel, message: ts }, card) => {
      await calling(() =>
        clients.send.chat.update({ channel: channel.address, ts, ...contents(card, locale), metadata: metadata(card) }),
      );
    },
  };
}

/** No previews of links, and Slack finds no mentions of its own in the text. */
export const asItIs = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

function contents(card: Card, locale: Locale) {
  return message([card], words(locale).slack);
}

/** By which a post whose answer was lost is found again. */
function metadata(card: Card) {
  const digest = createHash('sha256').update(JSON.stringify(card)).digest('base64url').slice(0, 22);
  return { event_type: 'security_contact_card', event_payload: { digest } };
}
