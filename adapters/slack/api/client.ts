import { type Logger, LogLevel, webApi } from '@slack/bolt';
import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../../../src/ports/chat.ts';
import { isFetchFailure } from '../../http/fetch-failure.ts';
import { type Outgoing, stoppedCode } from '../../http/outgoing.ts';
import { isThisMachine } from '../../http/refusals.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import type { Log } from '../../process/log.ts';
import { TooLong } from '../render/limits.ts';
import type { SlackMessage } from '../render/view.ts';
import type { Scopes } from './scopes.ts';

interface ClientOptions {
  token: string;
  apiUrl: string | null;
  log: Log;
  clock: SlackClock;
  scopes: Scopes;
  fetch: Outgoing['fetch'];
  /** Returns epoch milliseconds. */
  now(): number;
  /** Records that Slack answered. */
  heard(): void;
}

/** Clients of Slack's Web API, one for each time-out. */
export type Clients = ReturnType<typeof createClients>;

/**
 * Returns clients without the retries of Slack's SDK: by default it tries ten times in half an hour, which posts twice,
 * and one 429 stops the whole client. Time-outs hold for each call: the SDK's limit on concurrent calls is off, since a
 * call that waits inside the SDK has no time-out yet. The outbox makes one call at a time for each channel.
 * https://docs.slack.dev/tools/node-slack-sdk/web-api
 */
export function createClients(options: ClientOptions) {
  const client = (timeout: number) =>
    new webApi.WebClient(options.token, {
      slackApiUrl: options.apiUrl ?? undefined,
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      maxRequestConcurrency: Number.POSITIVE_INFINITY,
      fetch: (url, init) => fetchAndNote(url, init, options),
      logger: quietLogger(options.log),
    });
  return {
    /** Asks while a person waits: at most 1 s. */
    lookUp: client(1_000),
    /** Answers somebody, as one try of several: at most 3 s. */
    reply: client(3_000),
    /** Opens a window: Slack takes its trigger within 3 s, and may say so later. */
    window: client(5_000),
    /** Opens somebody's private chat, before a post: at most 2 s. */
    open: client(2_000),
    /**
     * Posts in channels: at most 9.5 s of the 10 s that the port promises, since a message whose response came too late
     * has to be looked for.
     */
    post: client(9_500),
    /** Posts to people, and does the rest: at most 8 s, so that it keeps the 10 s together with `open`. */
    send: client(8_000),
  };
}

/** Fetches, and notes Slack's clock and the scopes that it grants, which every response has. */
async function fetchAndNote(url: FetchArguments[0], init: FetchArguments[1], options: ClientOptions) {
  const { clock, scopes, heard } = options;
  return fetchOrLimited(options, url, init, ({ headers, status }) => {
    // Slack itself answers 200 or 429; any other status may be that of a proxy.
    if (status === 200 || status === 429) heard();
    clock.note(headers.get('date'));
    scopes.note(headers.get('x-oauth-scopes'));
  });
}

type FetchArguments = Parameters<typeof fetch>;

/**
 * Fetches, and hands the response to `note`. A 429 rejects with ChatError: the SDK takes one without a time, or with a
 * date, for a lost response, although it says that nothing was done.
 */
export async function fetchOrLimited(
  { fetch, now }: Pick<ClientOptions, 'fetch' | 'now'>,
  url: FetchArguments[0],
  init: FetchArguments[1],
  note: (response: Response) => void = () => {},
): Promise<Response> {
  const response = await fetch(url, init);
  note(response);
  if (response.status !== 429) return response;
  await response.body?.cancel();
  throw new ChatError('unreachable', 'rate_limited', retryAfterMs(response.headers.get('retry-after'), now()));
}

/**
 * Returns a logger for Slack's SDK that writes its errors alone, by their codes: its other lines quote requests and
 * responses, with people's words in them. The adapter itself logs what failed.
 */
export function quietLogger(log: Log): Logger {
  const errorsAt = (level: 'warn' | 'error') => (first: unknown) => {
    if (first instanceof Error) log[level]({ event: 'slack.sdk', err: first }, 'Slack SDK reported an error');
  };
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: errorsAt('warn'),
    error: errorsAt('error'),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  };
}

/** Slack's clock, as its responses tell it: whole seconds, kept going in between by time that nobody can set. */
export type SlackClock = ReturnType<typeof createSlackClock>;

/**
 * Returns a clock that has no time yet. `elapsed` is in milliseconds from any start, and never goes back.
 */
export function createSlackClock(elapsed: () => number) {
  let last: { date: number; at: number } | null = null;
  return {
    /** Records the `Date` of a response; passes over what is no date. https://www.rfc-editor.org/rfc/rfc9110#field.date */
    note: (text: string | null) => {
      const date = Date.parse(text ?? '');
      if (Number.isFinite(date)) last = { date, at: elapsed() };
    },
    /** Returns epoch milliseconds, at most about a second behind; null before the first response. */
    now: () => last && last.date + elapsed() - last.at,
  };
}

/** Returns whether a host is Slack's own. */
export function isSlackHost(host: string): boolean {
  return /(^|\.)slack(-gov)?\.com$/.test(host);
}

/** Timeout (ms) of a response_url. */
const patienceMs = 3_000;

/**
 * Sends an answer to a response_url, which Slack gives with a command and a press. Rejects when Slack does not take it:
 * after 5 uses or 30 minutes, for example. `replace`: in place of the message that was pressed.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
export type Responder = (url: string, message: Partial<SlackMessage>, how?: { replace?: boolean }) => Promise<void>;

/**
 * Returns what answers at a response_url of Slack's, and refuses other addresses. `apiUrl` is where Slack is, null for
 * the real one.
 */
export function createResponder(apiUrl: string | null, fetch: Outgoing['fetch']): Responder {
  const home = apiUrl === null ? null : new URL(apiUrl).hostname;
  const isHome = (host: string) => host === home || (home !== null && isThisMachine(home) && isThisMachine(host));

  return async (url, message, { replace = false } = {}) => {
    const { hostname, protocol } = new URL(url);
    const slack = protocol === 'https:' && isSlackHost(hostname);
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

const codes = (inOneLine: string): ReadonlySet<string> => new Set(inOneLine.split(' '));

/**
 * Slack's codes for «not now»; every other code is a no.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const passing = codes(
  'accesslimited fatal_error internal_error rate_limited ratelimited request_timeout service_unavailable ' +
    'team_added_to_org',
);

/** Slack's error codes that lock the whole app out (token, scope, plan). Deliveries stay queued and go out once it is fixed. */
const lockedOut = codes(
  'account_inactive ekm_access_denied external_channel_migrating invalid_auth message_limit_exceeded ' +
    'missing_scope not_authed org_login_required token_expired token_revoked',
);
/** Statuses of a proxy or of Slack's edge that mean a refusal: Slack itself always answers 200. */
const proxies = [401, 403, 404, 407];
/** Statuses of Slack itself. After a gateway's 502 or 504 Slack may still be working on the call. */
const answering = [500, 503];

/**
 * Slack's codes for a message that can no longer be edited. https://docs.slack.dev/reference/methods/chat.update#errors
 */
const gone = new Set(['cant_update_message', 'edit_window_closed', 'message_not_found']);

/** Slack's codes for a message that it does not take as it is, or not in its thread: the channel takes others. */
const aboutTheCard = codes(
  'attachment_payload_limit_exceeded cannot_reply_to_message invalid_arg_name invalid_arguments ' +
    'invalid_array_arg invalid_blocks invalid_blocks_format invalid_charset invalid_form_data ' +
    'invalid_metadata_format metadata_too_large msg_blocks_too_long msg_too_long no_text ' +
    'restricted_action_thread_locked too_many_attachments',
);

/**
 * Calls Slack, renders what is sent and reads the answer where `call` does. Rejects with ChatError when the call failed or the card is
 * too long; a bug rejects as it is.
 */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw chatErrorOf(error) ?? error;
  }
}

/** Returns the ChatError of what a call of Slack's SDK rejected with; null for a bug. */
export function chatErrorOf(error: unknown): ChatError | null {
  if (error instanceof ChatError) return error;
  if (error instanceof z.ZodError) return new ChatError('unreachable', 'bad_answer');
  if (error instanceof TooLong) return new ChatError('card', 'too_long');
  if (error instanceof webApi.WebAPIPlatformError) return platformError(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const { statusCode: status } = error;
    return new ChatError(kindOf(status), `http_${status}`, null, status >= 500, answering.includes(status));
  }
  const cause = error instanceof webApi.WebAPIRequestError ? error.original : error;
  if (cause instanceof ChatError) return cause;
  const slow = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  if (!slow && !(error instanceof webApi.SlackError) && !isFetchFailure(error)) return null;
  return new ChatError('unreachable', slow ? 'timeout' : 'network', null, !neverLeft(cause));
}

function kindOf(status: number): ChatErrorKind {
  if (status >= 500) return 'unreachable';
  if (status === 400 || status === 413) return 'card';
  return proxies.includes(status) ? 'lockedOut' : 'refused';
}

/**
 * Codes of a call for which no connection was made, or whose bytes did not leave, so that Slack cannot have seen it. `UND_ERR…` is of
 * Node's own `fetch`.
 */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', stoppedCode];

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && unconnected.includes(String(cause.code));
}

/** Returns the ChatError of a code. A proxy's page in place of Slack's JSON comes here too, whole. */
function platformError(code: unknown): ChatError {
  if (typeof code !== 'string' || !/^[\w.-]{1,60}$/.test(code))
    return new ChatError('unreachable', 'bad_answer', null, true);
  if (lockedOut.has(code)) return new ChatError('lockedOut', code);
  if (gone.has(code)) return new ChatError('gone', code);
  if (aboutTheCard.has(code)) return new ChatError('card', code);
  if (!passing.has(code)) return new ChatError('refused', code);
  return new ChatError('unreachable', code, null, !code.includes('limited'), true);
}
