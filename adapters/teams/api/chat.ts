import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { type ChannelFacts, type Chat, ChatError, type Posted, type PostHow } from '../../../src/ports/chat.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import type { Card } from '../../../src/view/view.ts';
import { beforePost, withTimeout } from '../../platform.ts';
import { timedOut } from '../../retry-reply.ts';
import type { Surface } from '../render/action.ts';
import { renderCard } from '../render/card.ts';
import { cardMessage } from '../render/message.ts';
import { botIsOut } from './chat-error.ts';
import type { Connector, Reach } from './connector.ts';
import type { Conversations } from './conversations.ts';
import type { FileOffers, UploadFile } from './files.ts';
import { type TeamsPeople, userIn } from './people.ts';
import { personalChat, reachOf, sendPersonally } from './personal-chats.ts';
import type { Rosters } from './rosters.ts';

/** The port promises the answer to a question within 1 s, however many requests it takes. */
const askMs = 1_000;
/** Teams takes 1,800 messages an hour in a thread, in short bursts 7 a second. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const paceMs = 1_020;

interface World {
  connector: Connector;
  conversations: Conversations;
  people: TeamsPeople;
  surface: Surface;
  offers: FileOffers;
  rosters: Rosters;
}

/** Teams as the core uses it. */
export function createChat(world: World): Omit<Chat, 'hindrance'> {
  const { connector, conversations, people, surface, offers, rosters } = world;

  async function known(address: string): Promise<Conversation> {
    const row = await conversations.get(address);
    if (!row) throw new ChatError('refused', 'not_connected');
    return row;
  }

  const made = (botId: string, card: Card) => cardMessage(botId, card.summary, [renderCard(card, surface)]);
  /** A message that also appears in the activity feed of its reader. */
  const ringing = (botId: string, card: Card) => ({
    ...made(botId, card),
    channelData: { notification: { alert: true } } as const,
  });

  async function inChannel(address: string, card: Card, { thread }: PostHow): Promise<string | null> {
    const row = await known(address);
    const message = (card.mentions.length > 0 ? ringing : made)(row.reference.botId ?? '', card);
    if (row.kind !== 'channel') return connector.send(reachOf(row), message);
    if (thread === null) return newThread(row, message, connector);
    return connector.send({ ...reachOf(row), conversation: `${row.address};messageid=${thread}` }, message);
  }

  const someone = (id: Identity) => beforePost(wanted(id, people, conversations));

  async function inPrivate(id: Identity, card: Card): Promise<string | null> {
    return sendPersonally(await someone(id), world, (botId) => ringing(botId, card));
  }

  /** Finds the conversation of a posted message, and the id under which the bot wrote it. */
  async function whereIs({ to, message }: Posted): Promise<Reach & { botId: string; id: string }> {
    if (message === null) throw new ChatError('gone', 'no_message_id');
    if (to.kind === 'person') return { ...(await personalChat(await someone(to.id), world)), id: message };
    const row = await known(to.channel.address);
    const conversation = row.kind === 'channel' ? `${row.address};messageid=${message}` : row.address;
    return { ...reachOf(row), conversation, botId: row.reference.botId ?? '', id: message };
  }

  async function offerFile(id: Identity, file: UploadFile, comment: string): Promise<'offered' | 'impossible'> {
    // Agents Playground has no OneDrive.
    if (surface === 'inline') return 'impossible';
    const offer = (botId: string) => offers.make(id, botId, file, comment);
    await sendPersonally(await someone(id), world, offer);
    return 'offered';
  }

  return {
    person: async (id, fresh) => (await asked(() => people.find(id, fresh))).person,
    firstMet: (id) => id,
    byEmail: (address) => asked(() => rosters.byEmail(address)),
    async channel(address) {
      const row = await conversations.get(address);
      if (row && row.kind !== 'personal') return asked(() => factsOf(row, world));
      const name = await conversations.formerName(address);
      return name === null ? { kind: 'not found' } : { kind: 'not joined', name };
    },
    // A team's owners add apps.
    join: async () => false,
    hasMember: async (address, id) => {
      const row = await conversations.get(address);
      return row !== null && asked(() => isIn(row, id, world));
    },
    knownChannels: async () =>
      (await conversations.all())
        .filter(({ kind }) => kind === 'channel')
        .map(({ address, name }) => ({ channel: { platform: 'teams', address }, name })),
    paceMs,
    post: async (to, card, how) => ({
      to,
      message: await (to.kind === 'channel' ? inChannel(to.channel.address, card, how) : inPrivate(to.id, card)),
    }),
    async update(posted: Posted, card) {
      const { botId, id, ...there } = await whereIs(posted);
      await connector.update(there, id, made(botId, card));
    },
    async remove(posted: Posted) {
      const { id, ...there } = await whereIs(posted);
      await connector.remove(there, id);
    },
    async linkTo({ to, message }) {
      // Agents Playground has no addresses.
      if (to.kind !== 'channel' || message === null || surface === 'inline') return null;
      const row = await conversations.get(to.channel.address);
      return row && permalink(row, message);
    },
    // Teams has no key against repeats, and lets a bot read no history.
    find: async () => 'unknowable',
    time: () => null,
    // A file needs the person's consent first, which Teams asks for in personal chats alone.
    upload: (id, file, comment) => offerFile(id, file, comment),
  };
}

function asked<T>(work: () => Promise<T>): Promise<T> {
  return withTimeout(askMs, work(), timedOut);
}

/** A new post of a channel; resolves with its id. botbuilder's own createConversationAsync loses the id that an edit needs. */
async function newThread(
  { address, reference }: Conversation,
  activity: object,
  connector: Connector,
): Promise<string | null> {
  const { serviceUrl = '', botId = '', tenant } = reference;
  const created = await connector.createThread(serviceUrl, {
    isGroup: true,
    bot: { id: botId },
    channelData: { channel: { id: address } },
    tenantId: tenant,
    activity,
  });
  return created.activityId || created.id.split(';messageid=')[1] || null;
}

/** Asks Teams whether the bot is in a channel now, and who can read it. */
async function factsOf(row: Conversation, { rosters }: World): Promise<ChannelFacts> {
  if (row.reference.archived) return { kind: 'archived', name: row.name };
  try {
    const strangers = await rosters.hasStrangers(row);
    return {
      kind: 'joined',
      name: row.name,
      open: false,
      external: strangers || row.reference.membership === 'shared',
    };
  } catch (error) {
    if (botIsOut(error)) return { kind: 'not joined', name: row.name };
    throw error;
  }
}

/** Asks Teams once whether a person is a member, however many members there are. */
async function isIn(row: Conversation, id: Identity, { connector, conversations }: World): Promise<boolean> {
  // Agents Playground knows nobody by their Entra id.
  const chat = await conversations.personal(userOf(id));
  try {
    return userIn(await connector.member(reachOf(row), chat?.reference.userId || userOf(id))) === userOf(id);
  } catch (error) {
    // Teams' word for somebody who is not in it; that the bot is not in it has another.
    if (error instanceof ChatError && error.kind === 'refused' && 'status' in error && error.status === 404)
      return false;
    throw error;
  }
}

/** Collects what opens a chat with somebody whom Teams knows. Rejects with ChatError for everybody else. */
async function wanted(id: Identity, people: TeamsPeople, conversations: Conversations) {
  const chat = await conversations.personal(userOf(id));
  if (chat) return { id, name: chat.name, userId: chat.reference.userId ?? '', ...whereabouts(chat) };
  const { person, userId } = await asked(() => people.find(id, false));
  const [somewhere] = await conversations.all();
  if (person.kind !== 'member' || !userId || !somewhere) throw new ChatError('refused', 'person_not_found');
  return { id, name: person.name, userId, ...whereabouts(somewhere) };
}

function whereabouts({ reference }: Conversation) {
  return { serviceUrl: reference.serviceUrl ?? '', botId: reference.botId ?? '', tenant: reference.tenant ?? '' };
}

/**
 * What "Copy link" gives for a channel's post; null for what is no channel's, and outside Microsoft's public cloud, whose
 * clients have other addresses. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function permalink({ address, kind, reference }: Conversation, message: string): string | null {
  if (kind !== 'channel' || URL.parse(reference.serviceUrl ?? '')?.hostname.endsWith('.us')) return null;
  const more = new URLSearchParams({ tenantId: reference.tenant ?? '', parentMessageId: message });
  if (reference.group) more.set('groupId', reference.group);
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(address)}/${encodeURIComponent(message)}?${more}`;
}
