/** The boundary between a chat platform and what starts, serves and watches it. */
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { type Chat, ChatError, ifChatError } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Ids, Timers } from '../../src/ports/world.ts';
import type { Bot } from '../../src/request/interaction.ts';
import type { HttpRequest, HttpResponse, RequestHead } from '../http/message.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Log } from '../process/log.ts';

/** Takes what a platform sends by HTTP. */
export interface PlatformDoor {
  /** Returns a refusal of a request that cannot be from the platform, by its head alone; null for one that may be. */
  judge(head: RequestHead): HttpResponse | null;
  /** Answers one request to its route. Never rejects on bad input. */
  receive(bot: Bot, request: HttpRequest): Promise<HttpResponse>;
}

/** The state of a connection that the bot opens to a platform. */
export interface SocketState {
  isConnected(): boolean;
  /** Returns the milliseconds for which there has been no connection; 0 while there is one. */
  downMs(): number;
  /** Refuses further requests; resolves when those in progress are answered and the connection is closed. */
  close(): Promise<void>;
}

/** The parts of the bot that every platform uses. */
export interface PlatformOptions {
  store: Store;
  log: Log;
  ids: Ids;
  /** The language for people whose own is not known. */
  locale: Locale;
  /** Waits between two tries of an answer; real time where it is left out. */
  timers?: Timers;
  /** Returns milliseconds from any start, never going back; real time where it is left out. */
  elapsed?: () => number;
  /** How calls leave; at any time where it is left out. */
  outgoing?: Outgoing;
}

/** A chat platform: how its requests are answered, and how the bot posts there. */
export interface ChatPlatform {
  name: 'slack' | 'teams';
  chat: Chat;
  /** Takes the platform's requests by HTTP; null when they come through a connection of the bot's own. */
  http: PlatformDoor | null;
  /** The connection of the bot's own through which the platform's requests come; null when they come by HTTP. */
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
  /** Resolves when what is in progress now is done; what begins meanwhile may still be. */
  answered(): Promise<void>;
  /** Resolves when everything in progress is done. */
  stop(): Promise<void>;
}

/** Remembers when a platform was in contact last: it answered a call, or sent something that proved to be from it. */
export type LastContact = ReturnType<typeof createLastContact>;

/** Returns a memory without a contact. `now` returns epoch milliseconds. */
export function createLastContact(now: () => number) {
  let last: number | null = null;
  return {
    /** Records that the platform is in contact now. */
    note: () => {
      last = now();
    },
    /** Returns the time of the last contact, ISO 8601 in UTC; null before the first one since the start. */
    at: () => (last === null ? null : new Date(last).toISOString()),
  };
}

/**
 * Milliseconds from the answer to one post to the next post to the same channel or person. Slack takes one message a
 * second in a channel, counted its own way: https://docs.slack.dev/apis/web-api/rate-limits#rtm-posting-messages. Teams
 * takes 1,800 an hour in a thread, in short bursts 7 a second:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const postIntervalMs = 1_020;

/** Resolves as `work` does; what it rejects with says that nothing was posted, since `work` comes before the post. */
export async function beforePost<T>(work: Promise<T>): Promise<T> {
  const unposted = ({ kind, reason, retryAfterMs }: ChatError) => new ChatError(kind, reason, retryAfterMs, false);
  return work.catch(ifChatError((error) => Promise.reject(unposted(error))));
}

/**
 * Returns a place for work that nobody waits for. It calls `failed` for work that rejects, with the name that the work
 * was run under.
 */
export function createBackground(failed: (error: unknown, what: string) => void) {
  const running = new Set<Promise<unknown>>();
  return {
    /** Runs the work. `what` names it for the log, should it fail. */
    run(what: string, work: Promise<unknown>): void {
      const noted = work.catch((error: unknown) => failed(error, what)).finally(() => running.delete(noted));
      running.add(noted);
    },
    /** Resolves when what is in progress now is done. */
    ended: async (): Promise<void> => void (await Promise.all(running)),
    /** Resolves when nothing is in progress. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
