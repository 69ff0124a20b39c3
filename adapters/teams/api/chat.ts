import type { ChannelReference } from '../../../src/domain/delivery/delivery.ts';
import { homeOf, type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { type ChannelFacts, type Chat, ChatError, type Posted, type PostHow } from '../../../src/ports/chat.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import type { Card } from '../../../src/view/view.ts';
import { lookUpInTime } from '../../chat/look-up.ts';
import { beforePost, postIntervalMs } from '../../chat/platform.ts';
import type { Surface } from '../render/action.ts';
import { renderCard } from '../render/card.ts';
import { cardMessage, confidential, type TeamsMessage } from '../render/message.ts';
import { botIsOut, statusOf } from './chat-error.ts';
import type { Connector } from './connector.ts';
import type { Conversations } from './conversations.ts';
import type { FileOffers } from './files.ts';
import { type TeamsPeople, userIn } from './people.ts';
import { type BotConversation, personalChat, type Recipient, reachOf, sendPersonally } from './personal-chats.ts';
import type { Rosters } from './rosters.ts';
import { type TargetedMessages, targetOf } from './targeted-messages.ts';

/**
 * Timeouts (ms) of a targeted message, and of the private message after its refusal. Of the 10 s that the `Chat` port
 * allows for a post, the rest is for finding the person.
 */
const targetedMs = 3_000;
const afterTargetedMs = 6_000;

interface ChatWorld {
  connector: Connector;
  conversations: Conversations;
  people: TeamsPeople;
  surface: Surface;
  offers: FileOffers;
  rosters: Rosters;
  targeted: TargetedMessages;
  isLocal: boolean;
}

/** Returns Teams as the core uses it. */
export function createChat(world: ChatWorld): Omit<Chat, 'hindrance'> {
  const { connector, conversations, people, surface, offers, rosters, isLocal } = world;

  return {
    person: async (id, fresh) => (await lookUpInTime(people.find(id, fresh))).person,
    firstMet: (id) => id,
    forget: async (id) => {
      await conversations.forget(({ kind, reference }) => kind === 'personal' && reference.user === userOf(id));
    },
    byEmail: (address) => lookUpInTime(rosters.byEmail(address)),
    // Tags of Teams are not supported.
    group: async () => null,
    async channel(address) {
      const row = await conversations.get(address);
      if (row && row.kind !== 'personal') return lookUpInTime(factsOf(row, world));
      const name = await conversations.formerName(address);
      return name === null ? { kind: 'not found' } : { kind: 'not joined', name };
    },
    // A bot cannot join a Teams channel; an owner has to add it.
    join: async () => false,
    hasMember: async (address, id) => {
      const row = await conversations.get(address);
      return row !== null && lookUpInTime(isIn(row, id, world));
    },
    knownChannels: async () =>
      (await conversations.all())
        .filter(({ kind }) => kind === 'channel')
        .map(({ address, name }) => ({ channel: { platform: 'teams', address }, name })),
    postIntervalMs,
    async post(to, card, how) {
      if (to.kind === 'channel') return { to, message: await postInChannel(to.channel.address, card, how, world) };
      if (to.askedIn) return { to, message: await postAnswer(to.id, to.askedIn, card, world) };
      return { to, message: await sendToPerson(to.id, (botId) => alerting(botId, card, surface), world) };
    },
    async update(posted, card) {
      const { there, id } = await whereIs(posted, world);
      await connector.update(there, id, messageOf(there.botId, card, surface));
    },
    async remove(posted) {
      const { there, id } = await whereIs(posted, world);
      await connector.remove(there, id);
    },
    async linkTo({ to, message }) {
      // Agents Playground has no addresses of messages, and no OneDrive.
      if (to.kind !== 'channel' || message === null || isLocal) return null;
      const row = await conversations.get(to.channel.address);
      return row && permalink(row, message);
    },
    // Teams has no idempotency key, and lets a bot read no history.
    find: async () => 'unknowable',
    time: () => null,
    // The person has to consent to a file first, and Teams asks for consent only in personal chats.
    async upload(id, file, comment) {
      if (isLocal) return 'impossible';
      await sendToPerson(id, (botId) => offers.make(id, botId, file, comment), world);
      return 'offered';
    },
  };
}

/** Resolves with the id of the new message; with null when Teams did not say it. */
async function postInChannel(address: string, card: Card, { thread }: PostHow, world: ChatWorld) {
  const { connector, surface } = world;
  const row = await known(address, world);
  const there = reachOf(row);
  const message = (card.mentions.length > 0 ? alerting : messageOf)(there.botId, card, surface);
  if (row.kind !== 'channel') return connector.send(there, message);
  if (thread !== null) return connector.send(threadOf(there, thread), message);
  // botbuilder's own createConversationAsync loses the id of the new thread, which an edit needs.
  const created = await connector.createThread(there.serviceUrl, {
    isGroup: true,
    bot: { id: there.botId },
    channelData: { channel: { id: address } },
    tenantId: there.tenant,
    activity: message,
  });
  return created.activityId || created.id.split(';messageid=')[1] || null;
}

/** Posts an answer where the person asked, as a targeted message; where Teams refuses those, in their own chat with the bot. */
async function postAnswer(id: Identity, askedIn: ChannelReference, card: Card, world: ChatWorld) {
  const { targeted, surface } = world;
  const there = targetOf(askedIn);
  const full = () => confidential(messageOf(there.botId, card, surface));
  // A targeted message is never edited, and its id is unknown in the person's own chat.
  if (await targeted.send(there, { full }, (call) => call(targetedMs))) return null;
  return sendToPerson(id, (botId) => alerting(botId, card, surface), world, afterTargetedMs);
}

async function sendToPerson(id: Identity, message: (botId: string) => TeamsMessage, world: ChatWorld, ms?: number) {
  return sendPersonally(await beforePost(recipient(id, world)), world, (botId) => confidential(message(botId)), ms);
}

/** Resolves with what opens a chat with somebody whom Teams knows. Rejects with ChatError for everybody else. */
async function recipient(id: Identity, { conversations, people }: ChatWorld): Promise<Recipient> {
  const chat = await conversations.personal(userOf(id));
  if (chat) return { ...reachOf(chat), id, name: chat.name, userId: chat.reference.userId ?? '' };
  const { person, userId } = await lookUpInTime(people.find(id, false));
  // A tenant has its own service URL.
  const rows = await conversations.all();
  const near = rows.find(({ reference }) => reference.tenant?.toLowerCase() === homeOf(id)) ?? rows[0];
  if (person.kind !== 'member' || !userId || !near) throw new ChatError('refused', 'person_not_found');
  return { ...reachOf(near), id, name: person.name, userId };
}

/** Resolves with the conversation of a posted message, and the message's id there. Rejects with ChatError. */
async function whereIs({ to, message }: Posted, world: ChatWorld): Promise<{ there: BotConversation; id: string }> {
  if (message === null) throw new ChatError('gone', 'no_message_id');
  if (to.kind === 'person')
    return { there: await personalChat(await beforePost(recipient(to.id, world)), world), id: message };
  const row = await known(to.channel.address, world);
  return { there: row.kind === 'channel' ? threadOf(reachOf(row), message) : reachOf(row), id: message };
}

async function known(address: string, { conversations }: ChatWorld): Promise<Conversation> {
  const row = await conversations.get(address);
  if (!row) throw new ChatError('refused', 'not_connected');
  return row;
}

/** Asks Teams whether the bot is in a channel now, and who can read it. */
async function factsOf(row: Conversation, { rosters }: ChatWorld): Promise<ChannelFacts> {
  const { name, reference } = row;
  if (reference.archived) return { kind: 'archived', name };
  try {
    const external = (await rosters.hasStrangers(row)) || reference.membership === 'shared';
    return { kind: 'joined', name, open: false, external };
  } catch (error) {
    if (botIsOut(error)) return { kind: 'not joined', name };
    throw error;
  }
}

/** Asks Teams whether a person is a member: one request, however many members there are. */
async function isIn(row: Conversation, id: Identity, { connector, conversations }: ChatWorld): Promise<boolean> {
  // Agents Playground does not know people by their Entra id.
  const chat = await conversations.personal(userOf(id));
  try {
    return userIn(await connector.member(reachOf(row), chat?.reference.userId || userOf(id))) === userOf(id);
  } catch (error) {
    // The status for a person who is no member; where the bot itself is none, Teams has another.
    if (error instanceof ChatError && error.kind === 'refused' && statusOf(error) === 404) return false;
    throw error;
  }
}

function messageOf(botId: string, card: Card, surface: Surface): TeamsMessage {
  return cardMessage(botId, card.summary, [renderCard(card, surface)]);
}

/** Makes a message that also appears in the activity feed of its reader. */
function alerting(botId: string, card: Card, surface: Surface): TeamsMessage {
  return { ...messageOf(botId, card, surface), channelData: { notification: { alert: true } } };
}

/** Returns a thread of a channel, named by its first message. */
function threadOf(channel: BotConversation, message: string): BotConversation {
  return { ...channel, conversation: `${channel.conversation};messageid=${message}` };
}

/**
 * Returns the address that "Copy link" gives for a channel's post; null for what is no channel's, and outside
 * Microsoft's public cloud, whose clients have other addresses.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function permalink({ address, kind, reference }: Conversation, message: string): string | null {
  if (kind !== 'channel' || URL.parse(reference.serviceUrl ?? '')?.hostname.endsWith('.us')) return null;
  const more = new URLSearchParams({ tenantId: reference.tenant ?? '', parentMessageId: message });
  if (reference.group) more.set('groupId', reference.group);
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(address)}/${encodeURIComponent(message)}?${more}`;
}
