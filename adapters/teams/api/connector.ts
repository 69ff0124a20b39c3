import { z } from 'zod';
import { ChatError } from '../../../src/ports/chat.ts';
import { isFetchFailure } from '../../http/fetch-failure.ts';
import { jsonOf } from '../../http/message.ts';
import type { MayCall } from '../../http/outgoing.ts';
import { withTimeout } from '../../process/timers.ts';
import type { ConfidentialMessage, TeamsMessage } from '../render/message.ts';
import type { TeamsAuthentication } from './authentication.ts';
import { chatErrorOf } from './chat-error.ts';
import { entraRefused } from './credentials.ts';
import { type ConnectorRequest, sendRequest } from './http-once.ts';

/**
 * Timeouts in ms for a question and for a message: the port promises an outcome within 10 s.
 */
const askMs = 1_000;
const sendMs = 10_000;
/** Timeouts (ms) for opening a person's chat and for sending there. With `askMs` for the lookup they add up to `sendMs`. */
const openMs = 2_000;
const privateMs = 7_000;

/**
 * A member of a conversation, as Teams tells it, with their own tenant and role. Some clouds call `aadObjectId`
 * `objectId`.
 */
const TeamsMember = z.object({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  email: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
/** A member of a conversation, as Teams tells it. */
export type TeamsMember = z.infer<typeof TeamsMember>;

/**
 * The answer to a message. It counts whether or not it says an id: posted again, people would see the message twice.
 */
const SentMessage = z.object({ id: z.string().catch('') });
const NewThread = z.object({ id: z.string().catch(''), activityId: z.string().nullable().catch(null) });
const NewChat = z.object({ id: z.string().min(1) });
const MembersPage = z.object({ members: z.array(TeamsMember), continuationToken: z.string().nullish() });
/** One page of the members of a conversation. */
export type MembersPage = z.infer<typeof MembersPage>;
const TeamDetails = z.object({ name: z.string().nullish(), aadGroupId: z.string().max(60).nullish() });
const TeamChannel = z.object({ id: z.string(), name: z.string().nullish(), type: z.string().nullish() });
const TeamChannels = z.object({ conversations: z.array(TeamChannel) });

/** Makes a message targeted. */
const targeted = '?isTargetedActivity=true';

/** The address of a conversation: the service that holds it, and its id there. */
export interface ConversationAddress {
  serviceUrl: string;
  conversation: string;
}

/** The address of a person's own chat with the bot, which nobody else reads. */
export interface PersonalAddress extends ConversationAddress {
  isPersonal: true;
}

/** The member of a conversation who alone sees a targeted message: the id by which Teams names them to this bot, and the name. */
export interface TargetedRecipient {
  id: string;
  name: string;
}

/** A new post in a channel, with which a thread begins. */
interface ThreadParameters {
  isGroup: true;
  bot: { id: string };
  channelData: { channel: { id: string } };
  tenantId: string;
  activity: TeamsMessage;
}

/** The calls of the bot to Teams. */
export type Connector = ReturnType<typeof createConnector>;

interface ConnectorParts extends Pick<TeamsAuthentication, 'authorization' | 'maySendTo'> {
  /** Records that Teams answered. */
  heard(): void;
  mayCall: MayCall;
  /** Returns the time, ISO 8601 in UTC. */
  now(): string;
}

/** One call: its method, the path below the service URL, and the JSON that goes with it. */
type Call = Pick<ConnectorRequest, 'method' | 'body'> & { path: string };

/**
 * Makes the calls of the bot to Teams: one attempt each, which rejects with ChatError, or with a bug as it is.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export function createConnector({ authorization, maySendTo, heard, mayCall, now }: ConnectorParts) {
  async function call<T>(what: z.ZodType<T>, serviceUrl: string, ms: number, { method, body, path }: Call): Promise<T> {
    if (!maySendTo(serviceUrl)) throw new ChatError('refused', 'foreign_service_url');
    const url = new URL(`${serviceUrl.replace(/\/$/, '')}/v3/${path}`);
    const controller = new AbortController();
    const { signal } = controller;
    let sent = false;
    const asked = token(authorization).then((bearer) => {
      sent = !signal.aborted;
      return sendRequest({ method, body, url, signal, authorization: bearer }, mayCall);
    });
    const answer = await withTimeout(ms, asked, () => {
      controller.abort();
      throw new ChatError('unreachable', 'timeout', null, sent);
    });
    // A 5xx may be that of what stands between.
    if (answer.status < 500) heard();
    if (answer.status < 200 || answer.status > 299) throw chatErrorOf(answer, Date.parse(now()));
    // Teams may answer with nothing. Any other text is not of Teams: a proxy's page, for example.
    const parsed = what.safeParse(answer.body.trim() === '' ? {} : jsonOf(answer.body));
    if (!parsed.success) throw new ChatError('unreachable', 'unreadable_answer', null, true);
    return parsed.data;
  }

  const pathOf = ({ conversation }: ConversationAddress) => `conversations/${encodeURIComponent(conversation)}`;
  const messagePath = (to: ConversationAddress, id: string) => `${pathOf(to)}/activities/${encodeURIComponent(id)}`;
  const get = (path: string) => ({ method: 'GET', path }) as const;
  const post = (path: string, body: object) => ({ method: 'POST', body, path }) as const;

  /** Resolves with the message's id; with null when Teams took the message and did not say it. */
  async function send(to: ConversationAddress, activity: object, ms: number, flag = ''): Promise<string | null> {
    const { id } = await call(SentMessage, to.serviceUrl, ms, post(`${pathOf(to)}/activities${flag}`, activity));
    return id || null;
  }

  async function update(to: ConversationAddress, id: string, body: object, ms: number, flag = ''): Promise<void> {
    await call(SentMessage, to.serviceUrl, ms, { method: 'PUT', body, path: `${messagePath(to, id)}${flag}` });
  }

  return {
    /** Sends a message that everybody in the conversation reads, or shows them that the bot is writing. */
    send: (to: ConversationAddress, activity: TeamsMessage | { type: 'typing' }, ms = sendMs) => send(to, activity, ms),
    /** Sends like `send`, in less time, since opening the chat may have taken some of the 10 s. */
    sendPrivately: (to: PersonalAddress, { forOnePerson }: ConfidentialMessage, ms: number) =>
      send(to, forOnePerson, Math.min(ms, privateMs)),
    /**
     * Sends a message into a channel or group chat that one member alone sees, for 24 hours.
     * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
     */
    sendTargeted: (to: ConversationAddress, recipient: TargetedRecipient, message: ConfidentialMessage, ms: number) =>
      send(to, { ...message.forOnePerson, recipient }, ms, targeted),
    /** Edits a message that everybody in the conversation reads. */
    update: (to: ConversationAddress, id: string, message: TeamsMessage, ms = sendMs) => update(to, id, message, ms),
    updatePrivately: (to: PersonalAddress, id: string, { forOnePerson }: ConfidentialMessage, ms: number) =>
      update(to, id, forOnePerson, ms),
    /** Edits a targeted message. Teams accepts no recipient here: the person who saw the message sees the edit. */
    updateTargeted: (to: ConversationAddress, id: string, { forOnePerson }: ConfidentialMessage, ms: number) =>
      update(to, id, forOnePerson, ms, targeted),
    remove: async (to: ConversationAddress, id: string): Promise<void> => {
      await call(SentMessage, to.serviceUrl, sendMs, { method: 'DELETE', path: messagePath(to, id) });
    },
    /** Makes a new post in a channel. Each id is empty or null when Teams took the post and did not say it. */
    createThread: (serviceUrl: string, parameters: ThreadParameters) =>
      call(NewThread, serviceUrl, sendMs, post('conversations', parameters)),
    /** Opens a person's own chat with the bot, within `ms` milliseconds, and within 2 s. */
    createChat: (serviceUrl: string, parameters: object, ms = openMs) =>
      call(NewChat, serviceUrl, Math.min(ms, openMs), post('conversations', parameters)),
    /** Resolves with a member. `user` is the id that the bot knows the person by, or the Entra object id. */
    member: (of: ConversationAddress, user: string) =>
      call(TeamsMember, of.serviceUrl, askMs, get(`${pathOf(of)}/members/${encodeURIComponent(user)}`)),
    members: (of: ConversationAddress, after: string | null) => {
      const page = new URLSearchParams({ pageSize: '500', ...(after ? { continuationToken: after } : {}) });
      return call(MembersPage, of.serviceUrl, askMs, get(`${pathOf(of)}/pagedmembers?${page}`));
    },
    team: (serviceUrl: string, id: string) =>
      call(TeamDetails, serviceUrl, sendMs, get(`teams/${encodeURIComponent(id)}`)),
    channels: (serviceUrl: string, team: string) =>
      call(TeamChannels, serviceUrl, sendMs, get(`teams/${encodeURIComponent(team)}/conversations`)),
  };
}

/** Gets the Authorization header. Rejects with ChatError where Microsoft gives no token; a bug rejects as it is. */
async function token(authorization: TeamsAuthentication['authorization']): Promise<string | null> {
  try {
    return await authorization();
  } catch (error) {
    if (error instanceof TypeError && !isFetchFailure(error)) throw error;
    throw new ChatError(entraRefused(error) ? 'lockedOut' : 'unreachable', 'no_token');
  }
}
