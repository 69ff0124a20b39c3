/** One HTTP request to Microsoft, and its JSON: within a time, up to a size, without redirects. */

import type { World } from '../../../src/ports/world.ts';
import { isFetchFailure } from '../../http/fetch-failure.ts';
import { jsonOf } from '../../http/message.ts';
import { freely, type Outgoing } from '../../http/outgoing.ts';
import { readUpTo } from '../../http/read-up-to.ts';
import { GraphError } from './graph-error.ts';

/** What an exchange needs; Node's own `fetch` where it is left out. */
export interface ExchangeWorld extends Pick<World, 'timers'>, Partial<Pick<Outgoing, 'fetch'>> {}

/** A response, read whole. `json` is null where the body is empty or no JSON. */
export interface Exchanged {
  status: number;
  headers: Headers;
  json: unknown;
}

/** The most bytes of a response, counted after it was decompressed. */
const maxBytes = 8 << 20;

/**
 * Resolves with the response, of whatever status. Rejects with GraphError of the kind `unavailable` where there is none within `ms`, or
 * where it redirects or is too large. When the bot stops, the request ends.
 */
export async function exchange(
  url: URL,
  init: RequestInit,
  ms: number,
  { timers, fetch = freely.fetch }: ExchangeWorld,
): Promise<Exchanged> {
  const control = new AbortController();
  void timers.wait(ms).then(() => control.abort());
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: control.signal });
    const { bytes, isWhole } = await readUpTo(response.body, maxBytes);
    if (!isWhole) throw unavailable('tooLarge', 'The answer has more than 8 MB.');
    return { status: response.status, headers: response.headers, json: jsonOf(bytes.toString('utf8')) };
  } catch (error) {
    if (error instanceof GraphError) throw error;
    if (control.signal.aborted) throw unavailable('timeout', 'No whole answer came in time.');
    if (!isFetchFailure(error)) throw error;
    throw isRedirect(error)
      ? unavailable('redirect', 'The answer leads to another address, which is never followed.')
      : unavailable('network', 'The connection failed or broke off.');
  }
}

/** `fetch` has no code for it: https://fetch.spec.whatwg.org/#concept-http-fetch */
function isRedirect(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && /redirect/.test(error.cause.message);
}

/** Returns the error for an answer that did not come or cannot be read. `what` is a whole sentence. */
export function unavailable(code: string, what: string, status: number | null = null): GraphError {
  const step = `${what} Look whether this machine reaches Microsoft, and at what stands between: proxy, firewall.`;
  return new GraphError({ kind: 'unavailable', status, code, step });
}

/** The difference (ms) between this machine's clock and Microsoft's from which on tokens are refused. */
const skewMs = 5 * 60_000;

/** Returns whether the `Date` of a response differs by more than 5 minutes from the clock of this machine. */
export function isClockOff({ headers }: Exchanged, now: string): boolean {
  return Math.abs(Date.parse(headers.get('date') ?? '') - Date.parse(now)) > skewMs;
}
