import { type Identity, userOf } from '../../src/domain/identity.ts';
import { type Chat, ChatError, type Conversation, type Posted } from '../../src/ports.ts';
import type { Surface } from './action.ts';
import { renderCard } from './card.ts';
import type { Connector } from './connector.ts';
import type { Conversations } from './conversations.ts';
import { cardMessage } from './message.ts';
import type { People } from './people.ts';
import { personalChat, reachOf } from './personal-chats.ts';
import { within } from './within.ts';

/** The port allows 1 s for a question, however many requests it takes. */
const askMs = 1_000;
const mostPages = 20;

interface World {
  connector: Connector;
  conversations: Conversations;
  people: People;
  surface: Surface;
}

export function createChat(world: World): Chat {
  const { connector, conversations, people, surface } = world;

  async function known(address: string): Promise<Conversation> {
    const row = await conversations.get(address);
    if (!row) throw new ChatError('refused', 'not_connected');
    return row;
  }

  return {
    person: async (id, fresh) => (await asked(() => people.find(id, fresh))).person,
    async channel(address) {
      const row = await conversations.get(address);
      if (!row || row.kind === 'personal') return { kind: 'not found' };
      return { kind: 'joined', name: row.name, open: false, external: row.reference.membership === 'shared' };
    },
    hasMember: async (address, id) => {
      const row = await conversations.get(address);
      return row !== null && asked(() => isIn(row, id, connector));
    },
    knownChannels: async () =>
      (await conversations.all())
        .filter(({ kind }) => kind === 'channel')
        .map(({ address, name }) => ({ channel: { platform: 'teams', address }, name })),
    post: async (address, card) => {
      const row = await known(address);
      const message = cardMessage(row.reference.botId ?? '', card.summary, [renderCard(card, surface)]);
      const send = row.kind === 'channel' ? newThread(row, message, connector) : connector.send(reachOf(row), message);
      return { channel: { platform: 'teams', address }, message: await send };
    },
    async tell(id, card) {
      const chat = await personalChat(await wanted(id, people, conversations), world);
      const message = cardMessage(chat.botId, card.summary, [renderCard(card, surface)]);
      const alert = { ...message, channelData: { notification: { alert: true } } };
      return {
        channel: { platform: 'teams', address: chat.conversation },
        message: await connector.send(chat, alert),
      };
    },
    async update({ channel, message }: Posted, card) {
      const row = await known(channel.address);
      const thread = row.kind === 'channel' ? `${row.address};messageid=${message}` : row.address;
      const update = cardMessage(row.reference.botId ?? '', card.summary, [renderCard(card, surface)]);
      await connector.update({ ...reachOf(row), conversation: thread }, message, update);
    },
  };
}

function asked<T>(work: () => Promise<T>): Promise<T> {
  return within(askMs, work, () => new ChatError('unreachable', 'timeout'));
}

/** A new post of a channel. botbuilder's own createConversationAsync loses the id that an edit needs. */
async function newThread(
  { address, reference }: Conversation,
  activity: object,
  connector: Connector,
): Promise<string> {
  const { serviceUrl = '', botId = '', tenant } = reference;
  const created = await connector.create(serviceUrl, {
    isGroup: true,
    bot: { id: botId },
    channelData: { channel: { id: address } },
    tenantId: tenant,
    activity,
  });
  const id = created.activityId ?? /;messageid=(.+)$/.exec(created.id)?.[1];
  if (!id) throw new ChatError('unreachable', 'unreadable_answer');
  return id;
}

async function isIn(row: Conversation, id: Identity, connector: Connector): Promise<boolean> {
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const { members, continuationToken } = await connector.members(reachOf(row), after);
    if (members.some((member) => (member.aadObjectId ?? member.objectId)?.toLowerCase() === userOf(id))) return true;
    if (!continuationToken) return false;
    after = continuationToken;
  }
  return false;
}

/** What it takes to open a chat with somebody whom Teams knows. */
async function wanted(id: Identity, people: People, conversations: Conversations) {
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
