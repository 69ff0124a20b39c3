/** One HTTP request to a receiver: to an address that it may have, within a time, without redirects. */
import { lookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type AddressLookup, guardedLookup, hostOf, type Network, networkOf } from '../http/network-address.ts';
import { endConnected, type MayCall, stoppedCode } from '../http/outgoing.ts';

/** The most bytes of an answer that are read. */
const maxAnswerBytes = 64 << 10;

/** What calls need of the world. Tests name an authority whose certificates count, and a name server of their own. */
export interface CallWorld {
  mayCall: MayCall;
  lookup?: AddressLookup;
  ca?: string;
}

/** A request to a receiver. */
export interface ReceiverRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Where a receiver may be. `isLocal`: local mode, which calls this machine alone. */
export interface AllowedNetworks {
  isPrivate: boolean;
  isLocal: boolean;
}

/** What came of a request. `why` is a code; `maybeDone`: its bytes left. The body of an answer ends where the connection broke off. */
export type CallResult =
  | { kind: 'answered'; status: number; retryAfter: string | undefined; body: string }
  | { kind: 'failed'; why: string; maybeDone: boolean };

/** The address is none that this receiver may have. */
class AddressRefused extends Error {
  override name = 'AddressRefused';
  readonly code = addressCode;
}
/** The code of a call to an address that the receiver may not have: no connection was made. */
export const addressCode = 'addressNotAllowed';

/** Returns whether a receiver may be at an IP address. */
export function mayReach(address: string, { isPrivate, isLocal }: AllowedNetworks, isEncrypted: boolean): boolean {
  const network: Network = networkOf(address);
  if (network === 'loopback') return isPrivate || isLocal;
  if (isLocal) return false;
  return network === 'private' ? isPrivate : network === 'public' && isEncrypted;
}

/** Resolves with what came of a request by `signal`. Never rejects for what happens on the network. */
export async function callReceiver(
  { url: address, headers, body }: ReceiverRequest,
  reach: AllowedNetworks,
  signal: AbortSignal,
  world: CallWorld,
): Promise<CallResult> {
  const url = new URL(address);
  let hasLeft = false;
  const mayCall = () => {
    world.mayCall();
    hasLeft = true;
  };
  try {
    const response = await send(url, { headers, signal, ...connection(url, reach, world) }, body, mayCall);
    const { statusCode: status = 0, headers: answered } = response;
    return { kind: 'answered', status, retryAfter: answered['retry-after'], body: await beginningOf(response) };
  } catch (error) {
    return { kind: 'failed', why: signal.aborted ? 'timeout' : codeOf(error), maybeDone: hasLeft };
  }
}

/**
 * Returns how a connection to a receiver is made: the addresses of its name are judged then. Throws AddressRefused for a literal address that
 * it may not have. Each call has a connection of its own, so that no older one escapes the judgement.
 */
export function connection(
  url: URL,
  reach: AllowedNetworks,
  { lookup: look = outsideLookup, ca }: Omit<CallWorld, 'mayCall'>,
) {
  const isEncrypted = url.protocol === 'https:';
  const host = hostOf(url);
  if ((!isEncrypted && !reach.isPrivate && !reach.isLocal) || (isIP(host) !== 0 && !mayReach(host, reach, isEncrypted)))
    throw new AddressRefused();
  // Behind a proxy the name of the proxy is looked up here, and the proxy looks up the receiver's.
  const isRight = (found: string, name: string) => name !== host || mayReach(found, reach, isEncrypted);
  const proxyEnv = process.env.NODE_USE_ENV_PROXY ? process.env : undefined;
  const agent = isEncrypted ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv });
  return { agent, ca, lookup: guardedLookup(look, isRight, () => new AddressRefused()) };
}

const outsideLookup: AddressLookup = (host, done) => lookup(host, { all: true }, done);

function send(url: URL, options: RequestOptions, body: string, mayCall: MayCall): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = request(url, { ...options, method: 'POST' }, resolve);
    sent.setHeader('content-length', Buffer.byteLength(body));
    sent.on('error', reject);
    // Node ends a connection that changes its protocol without another event.
    sent.on('close', () => reject(new Error('no response')));
    endConnected(sent, body, mayCall);
  });
}

/** Resolves with the answer's beginning. Its status is known by now, so that it counts although the rest does not come. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let left = maxAnswerBytes;
  try {
    for await (const part of response) {
      parts.push(part.subarray(0, left));
      left -= part.length;
      if (left <= 0) break;
    }
  } catch {
    // The connection broke off, or the time is over.
  }
  response.destroy();
  return Buffer.concat(parts).toString('utf8');
}

/** Returns the code of a failed connection; `stopped` where another process acts by now. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === stoppedCode) return 'stopped';
  return /^\w{1,60}$/.test(code) ? code : 'network';
}
