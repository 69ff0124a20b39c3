/** The boundary between a chat platform and what starts, serves and watches it. */

import { type Chat, ChatError } from '../src/ports/chat.ts';
import type { Bot } from '../src/request/interaction.ts';

/**
 * A log with pino's calling convention, so that adapters need not know pino. Nobody passes it secrets, addresses or
 * phone numbers.
 */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The part of an HTTP request that is known before its body is read. Header names are lower case. */
export interface RequestHead {
  method: string;
  /** Path without the query. */
  path: string;
  /** What follows `?`, as it was sent; empty where there is none. It may hold a secret. */
  query: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** It is in every log line about the request. */
  requestId: string;
}

/** An HTTP request, its body read whole and within the size limit. */
export interface HttpRequest extends RequestHead {
  body: Buffer;
}

/** The response. A string or bytes are sent as they are, an object as JSON; an absent body is empty. */
export interface HttpResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | object;
  /** Says in the log, and never to the sender, who was refused and why. */
  refused?: { who: string; why: string };
}

/**
 * Milliseconds from the answer to one post to the next post to the same channel or person. Slack takes one message a
 * second in a channel, counted its own way: https://docs.slack.dev/apis/web-api/rate-limits#rtm-posting-messages. Teams
 * takes 1,800 an hour in a thread, in short bursts 7 a second:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const postIntervalMs = 1_020;

/** Takes what a platform sends by HTTP. */
export interface PlatformDoor {
  /** Returns a refusal of a request that cannot be from the platform, by its head alone; null for one that may be. */
  judge(head: RequestHead): HttpResponse | null;
  /** Answers one request to its route. Never rejects on bad input. */
  receive(bot: Bot, request: HttpRequest): Promise<HttpResponse>;
}

/** Tells of a connection that the bot opens to a platform. */
export interface SocketState {
  isConnected(): boolean;
  /** Returns the milliseconds for which there has been no connection; 0 while there is one. */
  downMs(): number;
  /** Takes no more requests; resolves when those under way are answered, and the connection is gone. */
  close(): Promise<void>;
}

/** A chat platform: how its requests are answered, and how the bot posts there. */
export interface ChatPlatform {
  name: 'slack' | 'teams';
  chat: Chat;
  /** Takes the platform's requests by HTTP; null where they come through a connection of the bot's own. */
  http: PlatformDoor | null;
  /** The connection of the bot's own through which the platform's requests come; null where they come by HTTP. */
  socket: SocketState | null;
  /** Connects in the background and keeps trying; returns at once. */
  start(bot: Bot): void;
  /** Returns why the platform is not ready, in a few words; null when it is. */
  notReady(): string | null;
  /** Returns in a few words what the platform cannot do although it is ready; null for nothing. */
  impaired(): string | null;
  /**
   * Returns when the platform last answered a call of ours, or sent us something that proved to be from it: ISO 8601 in
   * UTC. Null while it did neither since the start.
   */
  lastContactAt(): string | null;
  /** Resolves when everything under way is done. */
  stop(): Promise<void>;
}

/** Resolves as `work` does; what it rejects with says that nothing was posted, since `work` comes before the post. */
export async function beforePost<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    throw new ChatError(error.kind, error.reason, error.retryAfterMs, false);
  }
}

/**
 * Resolves or rejects as `work` does; after `ms` milliseconds it resolves with what `late` returns, or rejects with
 * what `late` throws. `work` itself goes on. The core's `inTime` goes by the world's timers, which end with the bot.
 */
export async function withTimeout<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  }).then(late);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the value of JSON that another program sent; null for text that is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Returns a refusal as a problem document, https://www.rfc-editor.org/rfc/rfc9457: `title` and `detail` are for people,
 * `more` are further members of it.
 */
export function problem(
  status: number,
  title: string,
  detail: string,
  headers: HttpResponse['headers'] = {},
  more: object = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...more }),
  };
}
