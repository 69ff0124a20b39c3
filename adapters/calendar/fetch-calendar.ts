/** Fetches a calendar from an address that an administrator typed: it must not become a way into the network of the bot. */
import { type LookupAddress, lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { ReadTrouble } from '../../src/ports/world.ts';
import { readUpTo } from '../http/read-up-to.ts';

/** The most bytes of a calendar, and the time (ms) that fetching it may take, redirects included. */
const maxBytes = 5 << 20;
const maxMs = 10_000;
const maxRedirects = 5;

/**
 * The addresses that belong to no server on the internet: https://www.iana.org/assignments/iana-ipv4-special-registry, and the same for
 * IPv6.
 */
const internal = new BlockList();
const ofIpv4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';
for (const [range = '', bits] of ofIpv4.split(' ').map((subnet) => subnet.split('/')))
  internal.addSubnet(range, Number(bits), 'ipv4');
// The range of global addresses is 2000::/3. Of it these lead elsewhere: Teredo, documentation, 6to4.
const ofIpv6 = '2001::/32 2001:db8::/32 2002::/16 3fff::/20';
for (const [range = '', bits] of ofIpv6.split(' ').map((subnet) => subnet.split('/')))
  internal.addSubnet(range, Number(bits), 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Returns true for an IP address that is not public (private, loopback, link-local, reserved): prevents SSRF. */
export function isInternal(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return internal.check(address, 'ipv4');
  // Behind this prefix stands an address of IPv4: https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (inside !== undefined) return isInternal(inside);
  return version !== 6 || !global.check(address, 'ipv6') || internal.check(address, 'ipv6');
}

/** What fetching needs of the world. Tests replace it by a server of their own. */
export interface FetchWorld {
  lookup(host: string, done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void): void;
  isInternal(address: string): boolean;
  /** A certificate authority that is trusted in addition to Node's. */
  ca?: string;
}

/** The name servers and certificates of this machine. */
export const outsideWorld: FetchWorld = {
  lookup: (host, done) => lookup(host, { all: true }, done),
  isInternal,
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
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' || (isIP(host) !== 0 && world.isInternal(host))) throw new FetchRefused('internal');
  const headers = { accept: 'text/calendar, */*;q=0.1', 'accept-encoding': 'identity' };
  const how = { headers, signal, agent: false, lookup: lookupIn(world), ca: world.ca } as const;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, how, resolve);
    sent.on('error', reject);
    sent.end();
  });
  return answerOf(response);
}

function lookupIn(world: FetchWorld): LookupFunction {
  return (host, options, done) => {
    world.lookup(host, (error, found) => {
      if (error) return done(error, []);
      const [first] = found;
      if (!first || found.some(({ address }) => world.isInternal(address)))
        return done(new FetchRefused('internal'), []);
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
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
