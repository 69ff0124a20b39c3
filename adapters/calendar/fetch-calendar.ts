/** Fetches a calendar from an address that an administrator typed: it must not become a way into the network of the bot. */
import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { ReadTrouble } from '../../src/ports/world.ts';
import { type AddressLookup, guardedLookup, hostOf, networkOf } from '../http/network-address.ts';
import { readUpTo } from '../http/read-up-to.ts';

/** The most bytes of a calendar, and the time (ms) that fetching it may take, redirects included. */
const maxBytes = 5 << 20;
const maxMs = 10_000;
const maxRedirects = 5;

/** What fetching needs of the world. Tests replace it by a server of their own. */
export interface FetchWorld {
  lookup: AddressLookup;
  isInternal(address: string): boolean;
  /** A certificate authority that is trusted in addition to Node's. */
  ca?: string;
}

/** The name servers and certificates of this machine. */
export const outsideWorld: FetchWorld = {
  lookup: (host, done) => lookup(host, { all: true }, done),
  isInternal: (address) => networkOf(address) !== 'public',
};

/** A calendar's bytes, or why there are none. */
export type Fetched =
  | { kind: 'body'; body: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; why: Exclude<ReadTrouble, 'tooMuch'> };

/** Ends a request with a reason of ours. */
class FetchRefused extends Error {
  override name = 'FetchRefused';
  readonly why: Exclude<ReadTrouble, 'tooMuch'>;
  constructor(why: Exclude<ReadTrouble, 'tooMuch'>) {
    super(why);
    this.why = why;
  }
}

/** Resolves with the calendar at an address (`https`). Never rejects. Follows redirects on the same host alone. */
export async function fetchCalendar(address: string, world = outsideWorld, timeoutMs = maxMs): Promise<Fetched> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let url = new URL(address);
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const answer = await get(url, world, signal);
      if (answer.kind === 'body') return answer;
      const next = new URL(answer.location, url);
      if (next.protocol !== 'https:' || next.host !== url.host) throw new FetchRefused('redirect');
      url = next;
    }
    throw new FetchRefused('redirect');
  } catch (error) {
    if (error instanceof FetchRefused) return { kind: 'failed', why: error.why };
    return { kind: 'failed', why: signal.aborted ? 'timeout' : 'unreachable' };
  }
}

type Answer = { kind: 'body'; body: Uint8Array<ArrayBuffer> } | { kind: 'moved'; location: string };

/** Sends one request. The address that the name has is looked at when connecting, so that no later answer of a name server counts. */
async function get(url: URL, world: FetchWorld, signal: AbortSignal): Promise<Answer> {
  const host = hostOf(url);
  if (url.protocol !== 'https:' || (isIP(host) !== 0 && world.isInternal(host))) throw new FetchRefused('internal');
  const headers = { accept: 'text/calendar, */*;q=0.1', 'accept-encoding': 'identity' };
  const how = { headers, signal, agent: false, lookup: lookupOf(world), ca: world.ca } as const;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, how, resolve);
    sent.on('error', reject);
    sent.end();
  });
  return answerOf(response);
}

function lookupOf(world: FetchWorld) {
  const mayReach = (address: string) => !world.isInternal(address);
  return guardedLookup(world.lookup, mayReach, () => new FetchRefused('internal'));
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    response.destroy();
    return { kind: 'moved', location: headers.location };
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new FetchRefused(`status ${statusCode}`);
  }
  const { bytes, isWhole } = await readUpTo(response, maxBytes);
  if (!isWhole) throw new FetchRefused('tooLarge');
  return { kind: 'body', body: new Uint8Array(bytes) };
}
