/** Connections to the replica that acts. Nothing is sent over one before its other side has proven itself. */
import { type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { BlockList, connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Log } from '../process/log.ts';
import { type Acting, challengePath, createChallenge } from './challenge.ts';
import type { ForwardLimits } from './limits.ts';
import { readUpTo } from './read-up-to.ts';

/** What connections to the replica that acts need. */
export interface ConnectionOptions {
  keys: readonly Buffer[];
  log: Log;
  limits: ForwardLimits;
}

/** Whether the other side of a connection proved that it acts, or why not. */
type ActingProof = { how: 'ready' } | { how: 'unproven' | 'unreachable'; why: string };

/** How long (ms) one that has just taken the lease may say that it does not act before that is logged: it loads its parts. */
const beginsMs = 5_000;

/** A connection whose other side has proven that it is `acting`. */
export interface ProvenConnection {
  socket: Socket;
  acting: Acting;
}

/** A whole answer to a request. */
export interface ReplicaAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/**
 * Plain http is for these addresses alone: this machine, private networks (RFC 1918, RFC 4193), link-local ones, and shared address space
 * (RFC 6598), which no internet provider routes to others, and which pods of Kubernetes and Tailscale have.
 */
const privateAddresses = new BlockList();
const subnets =
  '127.0.0.0/8 10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1/128 fc00::/7 fe80::/10';
for (const [net = '', bits] of subnets.split(' ').map((subnet) => subnet.split('/')))
  privateAddresses.addSubnet(net, Number(bits), isIP(net) === 4 ? 'ipv4' : 'ipv6');

/** Returns whether plain http may be spoken to an address. An IPv4 address that is written as an IPv6 one counts as what it is. */
export function isPrivate(address = ''): boolean {
  const [plain = ''] = address.split('%');
  const version = isIP(plain);
  return version !== 0 && privateAddresses.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Makes the pool of connections. Node's own `Agent` would count a connection only once it is proven, and so hold no limit, and leaves
 * requests in its queue for ever when a connection fails.
 */
export function createConnections({ keys, log, limits }: ConnectionOptions) {
  /** Idle connections, all to `current`. */
  const idle: Socket[] = [];
  const noted = new Set<string>();
  let current: Acting | null = null;
  let metAt = 0;
  let open = 0;

  /** Forgets who acted before: connections to it end, those in use after their answer. */
  function turnTo(acting: Acting): void {
    if (isCurrent(acting)) return;
    close();
    current = acting;
    metAt = performance.now();
    noted.clear();
  }

  const isCurrent = ({ term, url }: Acting) => current?.term === term && current.url === url;

  function close(): void {
    current = null;
    for (const socket of idle.splice(0)) socket.destroy();
  }

  function release({ socket, acting }: ProvenConnection): void {
    if (isCurrent(acting)) idle.push(socket);
    else socket.destroy();
  }

  /** Logs once for each replica that acts why there is no connection to it. */
  function note(acting: Acting, event: string, why: string): void {
    if (why === notActing && performance.now() - metAt < beginsMs) return;
    const isNew = isCurrent(acting) && !noted.has(why);
    noted.add(why);
    if (isNew) log.warn({ event, url: acting.url, term: acting.term, why }, 'no connection to the replica that acts');
  }

  /** Makes a connection, and has the other side prove itself. */
  async function make(acting: Acting) {
    const socket = socketTo(acting.url);
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    // Whoever uses the socket hears of an error; on an idle one nobody does.
    socket.on('error', () => {});
    socket.setTimeout(limits.idleMs, () => socket.destroy());
    const timer = setTimeout(() => socket.destroy(), limits.proofMs);
    const proof = await prove(socket, acting, { keys, limits });
    clearTimeout(timer);
    if (proof.how !== 'ready') note(acting, `replica.${proof.how}`, proof.why);
    else if (isCurrent(acting) && noted.size > 0) {
      noted.clear();
      log.info({ event: 'replica.reached', ...acting }, 'the replica that acts can be reached again');
    }
    return { proof, socket };
  }

  return {
    /** Takes an idle connection to who acts; null where there is none. It has to be released, or its socket destroyed. */
    take(acting: Acting): ProvenConnection | null {
      turnTo(acting);
      // One that is closing is no more open, and goes by itself.
      for (let socket = idle.pop(); socket; socket = idle.pop())
        if (socket.readyState === 'open') return { socket, acting };
      return null;
    },
    release,
    /** Has who acts prove it now, over a connection that is closed then. */
    async probe(acting: Acting): Promise<ActingProof> {
      turnTo(acting);
      const { proof, socket } = await make(acting);
      socket.destroy();
      return proof;
    },
    /** Makes one more idle connection to who acts. Resolves with why there is none. */
    async grow(acting: Acting): Promise<'ready' | 'unproven' | 'unreachable' | 'full'> {
      if (open >= limits.connections) return 'full';
      const { proof, socket } = await make(acting);
      if (proof.how === 'ready') release({ socket, acting });
      else socket.destroy();
      return proof.how;
    },
    /** Closes idle connections. */
    close,
  };
}

/** Why a replica that answers is not the one that acts: it begins to, or was started again. */
export const notActing = 'it runs, but does not act';

/** Has the other side of a new connection prove that it is `acting`. */
async function prove(
  socket: Socket,
  acting: Acting,
  { keys, limits }: Pick<ConnectionOptions, 'keys' | 'limits'>,
): Promise<ActingProof> {
  const { protocol, host } = new URL(acting.url);
  const failure = await connected(socket, protocol === 'https:' ? 'secureConnect' : 'connect');
  if (failure === null && protocol !== 'https:' && !isPrivate(socket.remoteAddress))
    return { how: 'unproven', why: 'plain http is for private addresses alone: use https in REPLICA_URL' };
  const challenge = createChallenge(keys, acting);
  const head = { method: 'POST', path: challengePath, headers: { host } };
  const answer = failure === null ? await exchange(socket, head, Buffer.from(challenge.body), limits) : null;
  if (answer?.status === 200 && challenge.isMet(answer.body) && !socket.destroyed) return { how: 'ready' };
  if (answer === null || answer.status === 503)
    return { how: 'unreachable', why: failure ?? (answer ? notActing : 'it did not answer the challenge') };
  return { how: 'unproven', why: 'it did not prove that it acts: it has other secrets, or is something else' };
}

function socketTo(url: string): Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') return connect({ host, port: Number(port || 80), noDelay: true });
  return connectTls({ host, port: Number(port || 443), ...(isIP(host) ? {} : { servername: host }) });
}

/** Resolves with null once the socket is connected, or with why it is not. */
function connected(socket: Socket, event: 'connect' | 'secureConnect'): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once(event, () => resolve(null));
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    socket.once('close', () => resolve('timeout'));
  });
}

/**
 * Sends one request over a connection. Resolves with its whole answer when the connection is idle again, and with null when none came in
 * time: then the connection is closed. Nothing is sent twice.
 */
export function exchange(
  socket: Socket,
  head: Pick<RequestOptions, 'method' | 'path' | 'headers'>,
  body: Buffer,
  { answerMs, answerBytes }: Pick<ForwardLimits, 'answerMs' | 'answerBytes'>,
): Promise<ReplicaAnswer | null> {
  return new Promise((resolve) => {
    let answer: Promise<ReplicaAnswer | null> = Promise.resolve(null);
    const timer = setTimeout(() => socket.destroy(), answerMs);
    const headers = { ...head.headers, connection: 'keep-alive' };
    const sent: ClientRequest = request({ ...head, headers, createConnection: () => socket });
    sent.on('response', (response) => {
      answer = readWhole(response, answerBytes).catch(() => null);
    });
    sent.on('error', () => socket.destroy());
    sent.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
    sent.end(body);
  });
}

async function readWhole(response: IncomingMessage, maxBytes: number): Promise<ReplicaAnswer | null> {
  const { bytes, isWhole } = await readUpTo(response, maxBytes);
  return isWhole ? { status: response.statusCode ?? 0, headers: response.headers, body: bytes } : null;
}
