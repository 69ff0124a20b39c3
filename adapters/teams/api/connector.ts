import { z } from 'zod';
import { ChatError } from '../../../src/ports/chat.ts';
import { jsonOf, withTimeout } from '../../platform.ts';
import type { Authentication } from './authentication.ts';
import { chatErrorOf } from './chat-error.ts';
import { entraRefused } from './credentials.ts';
import { attempt, type HttpRequest } from './http-once.ts';

/** Longest waits for the answer to a question, and to a message: the port promises an outcome within 10 s. */
const askMs = 1_000;
const sendMs = 10_000;
/** Finding a person and opening their chat takes up to 3 s of the 10. */
const openMs = 2_000;
const privateMs = 7_000;

/** The person's own tenant and role. `objectId` is what some clouds call `aadObjectId`. */
export const TeamsMember = z.object({
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

/** A yes to a message counts whether or not it says an id: posted again, people would see the message twice. */
const Sent = z.object({ id: z.string().catch('') });
const Thread = z.object({ id: z.string().catch(''), activityId: z.string().nullable().catch(null) });
const Chat = z.object({ id: z.string().min(1) });
const MembersPage = z.object({ members: z.array(TeamsMember), continuationToken: z.string().nullish() });
/** One page of the members of a conversation. */
export type MembersPage = z.infer<typeof MembersPage>;
const Team = z.object({ name: z.string().nullish(), aadGroupId: z.string().max(60).nullish() });
const Channels = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish(), type: z.string().nullish() })),
});

/** The address of a conversation: the service that holds it, and its id there. */
export interface Reach {
  serviceUrl: string;
  conversation: string;
}

/** What `createConnector` returns. */
export type Connector = ReturnType<typeof createConnector>;

/**
 * Teams' side of the wire, one attempt a call. Every call rejects with ChatError alone.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export function createConnector({ authorization, maySendTo }: Pick<Authentication, 'authorization' | 'maySendTo'>) {
  async function call<T>(
    what: z.ZodType<T>,
    serviceUrl: string,
    ms: number,
    request: Pick<HttpRequest, 'method' | 'body'> & { path: string },
  ): Promise<T> {
    if (!maySendTo(serviceUrl)) throw new ChatError('refused', 'foreign_service_url');
    const { method, body, path } = request;
    const url = new URL(`${serviceUrl.replace(/\/$/, '')}/v3/${path}`);
    const controller = new AbortController();
    const { signal } = controller;
    let sent = false;
    const asked = token(authorization).then((bearer) => {
      sent = !signal.aborted;
      return attempt({ method, body, url, signal, authorization: bearer });
    });
    const answer = await withTimeout(ms, asked, () => {
      controller.abort();
      throw new ChatError('unreachable', 'timeout', null, sent);
    });
    if (answer.status < 200 || answer.status > 299) throw chatErrorOf(answer);
    // Teams may answer with nothing. Any other text is not of Teams: a proxy's page, for example.
    const parsed = what.safeParse(answer.body.trim() === '' ? {} : jsonOf(answer.body));
    if (!parsed.success) throw new ChatError('unreachable', 'unreadable_answer', null, true);
    return parsed.data;
  }

  const at = ({ conversation }: Pick<Reach, 'conversation'>) => `conversations/${encodeURIComponent(conversation)}`;
  const get = (path: string) => ({ method: 'GET', body: null, path }) as const;
  const post = (path: string, body: object) => ({ method: 'POST', body, path }) as const;

  const send = async (to: Reach, activity: object, ms: number): Promise<string | null> =>
    (await call(Sent, to.serviceUrl, ms, post(`${at(to)}/activities`, activity))).id || null;

  return {
    /** Resolves with the message's id; null when Teams took the message and did not say. */
    send: (to: Reach, activity: object, ms = sendMs) => send(to, activity, ms),
    /** Sends like `send`, in less time, since opening the chat may have taken some of the 10 s. */
    sendPrivately: (to: Reach, activity: object, ms = privateMs) => send(to, activity, Math.min(ms, privateMs)),
    update: async (to: Reach, id: string, activity: object, ms = sendMs): Promise<void> => {
      const path = `${at(to)}/activities/${encodeURIComponent(id)}`;
      await call(Sent, to.serviceUrl, ms, { method: 'PUT', body: activity, path });
    },
    remove: async (to: Reach, id: string): Promise<void> => {
      const path = `${at(to)}/activities/${encodeURIComponent(id)}`;
      await call(Sent, to.serviceUrl, sendMs, { method: 'DELETE', body: null, path });
    },
    /** A new post of a channel. Each id is empty or null when Teams took the post and did not say it. */
    createThread: (serviceUrl: string, parameters: object) =>
      call(Thread, serviceUrl, sendMs, post('conversations', parameters)),
    /** A person's own chat with the bot. */
    createChat: (serviceUrl: string, parameters: object) =>
      call(Chat, serviceUrl, openMs, post('conversations', parameters)),
    /** `user` is the id that the bot knows the person by, or the Entra object id. */
    member: (of: Reach, user: string) =>
      call(TeamsMember, of.serviceUrl, askMs, get(`${at(of)}/members/${encodeURIComponent(user)}`)),
    members: (of: Reach, after: string | null) => {
      const page = new URLSearchParams({ pageSize: '500', ...(after ? { continuationToken: after } : {}) });
      return call(MembersPage, of.serviceUrl, askMs, get(`${at(of)}/pagedmembers?${page}`));
    },
    team: (serviceUrl: string, id: string) => call(Team, serviceUrl, sendMs, get(`teams/${encodeURIComponent(id)}`)),
    channels: (serviceUrl: string, team: string) =>
      call(Channels, serviceUrl, sendMs, get(`teams/${encodeURIComponent(team)}/conversations`)),
  };
}

async function token(authorization: Authentication['authorization']): Promise<string | null> {
  try {
    return await authorization();
  } catch (error) {
    throw new ChatError(entraRefused(error) ? 'lockedOut' : 'unreachable', 'no_token');
  }
}
