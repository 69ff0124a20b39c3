import { type Logger, LogLevel, webApi } from '@slack/bolt';
import { ChatError } from '../../../src/ports/chat.ts';
import { isThisMachine } from '../../http/loopback.ts';
import type { Log } from '../../platform.ts';
import { retryAfterMs } from '../../retry-reply.ts';
import type { SlackMessage } from '../render/view.ts';
import type { Scopes } from './scopes.ts';

interface World {
  token: string;
  apiUrl: string | null;
  log: Log;
  clock: SlackClock;
  scopes: Scopes;
}

/** Clients of Slack's Web API, one for each time-out. */
export interface Clients {
  /** For questions while a person waits: at most 1 s. */
  look: webApi.WebClient;
  /** To answer somebody, as one try of several: at most 3 s. */
  say: webApi.WebClient;
  /** To open a window: its trigger is taken within 3 s, and Slack may say so later. */
  window: webApi.WebClient;
  /** To open somebody's private chat, before a post: at most 2 s. */
  open: webApi.WebClient;
  /** For posts in channels: at most 9.5 s of the 10 s that the port promises, since a message whose answer is not waited for has to be looked for. */
  post: webApi.WebClient;
  /** For posts to people, and the rest: at most 8 s, so that it keeps the 10 s together with `open`. */
  send: webApi.WebClient;
}

/**
 * Slack's Web API without its SDK's patience: by default it tries ten times in half an hour, which posts twice, and one
 * 429 stops the whole client. Time-outs hold for each call: the SDK's limit on concurrent calls is off, since a call that
 * waits inside the SDK has no time-out yet. The outbox makes one call at a time for each channel.
 */
export function createClients(world: World): Clients {
  const client = (timeout: number) =>
    new webApi.WebClient(world.token, {
      ...(world.apiUrl === null ? {} : { slackApiUrl: world.apiUrl }),
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      maxRequestConcurrency: Number.POSITIVE_INFINITY,
      fetch: (url, how) => heard(url, how, world),
      logger: quietLogger(world.log),
    });
  return {
    look: client(1_000),
    say: client(3_000),
    window: client(5_000),
    open: client(2_000),
    post: client(9_500),
    send: client(8_000),
  };
}

/** Reads Slack's clock, and what it grants, off every answer. The SDK takes a 429 without a time, or with a date, for a lost answer; it says that nothing was done. */
async function heard(
  url: Parameters<typeof fetch>[0],
  how: RequestInit | undefined,
  { clock, scopes }: World,
): Promise<Response> {
  const answer = await fetch(url, how);
  clock.heard(answer.headers.get('date'));
  scopes.heard(answer.headers.get('x-oauth-scopes'));
  if (answer.status === 429) {
    await answer.body?.cancel();
    throw new ChatError('unreachable', 'rate_limited', retryAfterMs(answer.headers.get('retry-after'), Date.now()));
  }
  return answer;
}

/** The SDK's lines quote requests and answers, with people's words in them: only its errors are said, by their codes. What failed, we say ourselves. */
export function quietLogger(log: Log): Logger {
  const say = (level: 'warn' | 'error') => (first: unknown) => {
    if (first instanceof Error) log[level]({ sdk: 'slack', err: first }, 'an error in Slack’s SDK');
  };
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: say('warn'),
    error: say('error'),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}

/** Slack's clock, as its answers tell it: whole seconds, kept going in between by time that nobody can set. */
export interface SlackClock {
  /** Notes the `Date` of an answer (RFC 9110); what is no date is passed over. */
  heard(date: string | null): void;
  /** Epoch milliseconds, at most about a second behind; null before the first answer. */
  now(): number | null;
}

/** `elapsed` is in milliseconds from any start, and never goes back. */
export function createSlackClock(elapsed: () => number): SlackClock {
  let last: { date: number; at: number } | null = null;
  return {
    heard: (text) => {
      const date = Date.parse(text ?? '');
      if (Number.isFinite(date)) last = { date, at: elapsed() };
    },
    now: () => last && last.date + elapsed() - last.at,
  };
}

/** Longest wait for the answer of a response_url. */
const patienceMs = 3_000;

/** Answers to a response_url, which Slack sends along with a press: 5 uses in 30 minutes. Rejects when Slack does not take it. */
export type Responder = (url: string, message: Partial<SlackMessage>, replace: boolean) => Promise<void>;

/** `apiUrl` is where Slack is, null for the real one. */
export function createResponder(apiUrl: string | null): Responder {
  const home = apiUrl === null ? null : new URL(apiUrl).hostname;
  const isHome = (host: string) => host === home || (home !== null && isThisMachine(home) && isThisMachine(host));

  return async (url, message, replace) => {
    const { hostname, protocol } = new URL(url);
    const slack = protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
    if (!slack && !isHome(hostname)) throw new Error('a response_url that is not Slack’s');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, ...message }),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`response_url answered ${response.status}`);
  };
}
