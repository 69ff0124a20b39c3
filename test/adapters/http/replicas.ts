/** Two replicas on the loopback interface, one that acts and one that follows, and others in the place of the one that acts. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { type Acting, answerChallenge, challengePath, replicaKeys } from '../../../adapters/http/challenge.ts';
import { createForwarder } from '../../../adapters/http/forward.ts';
import type { ForwardLimits, ServerLimits } from '../../../adapters/http/limits.ts';
import type { HttpRequest } from '../../../adapters/http/message.ts';
import type { HttpRoute } from '../../../adapters/http/request-handler.ts';
import { createHost } from '../../../adapters/http/server.ts';
import { createMetrics } from '../../../adapters/process/metrics.ts';
import type { Timers } from '../../../src/ports/world.ts';
import { notedLog } from '../../support/stub-bot.ts';
import { patient } from '../process/child.ts';

export const secrets = ['postgres://bot:pw@db/bot', 'xoxb-shared'];
export const keys = replicaKeys(secrets);

export async function served(routes: [string, HttpRoute][], limits: Partial<ServerLimits> = {}) {
  const log = notedLog();
  const host = createHost({ routes: new Map(routes), log, metrics: createMetrics(), loopbackOnly: false, limits });
  const port = await host.listen(0, '127.0.0.1');
  onTestFinished(async () => {
    host.cut();
    await host.stop();
  });
  return { host, log, url: `http://127.0.0.1:${port}` };
}

/** A replica that acts, in term `term`, until `acts` is false. It has what came, and how often somebody challenged it. */
export async function actingReplica(
  answer: HttpRoute['answer'] = ({ body }) => ({ status: 200, body }),
  { term = '1', own = keys, follows = null as HttpRoute | null } = {},
) {
  const came: HttpRequest[] = [];
  const now = { acts: true, challenges: 0 };
  const challenge = answerChallenge(() => (now.acts ? { term, url: replica.url } : null), own);
  const route: HttpRoute = {
    methods: ['POST'],
    judge: (head) => (now.acts ? null : (follows?.judge?.(head) ?? null)),
    answer(request) {
      came.push(request);
      return answer(request);
    },
  };
  const counted: HttpRoute = {
    ...challenge,
    answer(request) {
      now.challenges += 1;
      return challenge.answer(request);
    },
  };
  const replica = await served([
    ['/here', route],
    [challengePath, counted],
  ]);
  return { ...replica, came, now, acting: { term, url: replica.url } };
}

/** Pauses that the test ends. */
function heldTimers() {
  const waits: { ms: number; end(): void }[] = [];
  const timers: Timers = {
    wait: (ms) =>
      new Promise((resolve) => {
        const wait = {
          ms,
          end() {
            waits.splice(waits.indexOf(wait), 1);
            resolve(true);
          },
        };
        waits.push(wait);
      }),
  };
  /** Resolves with the pauses of that length once there are as many. */
  const begun = (ms: number, atLeast = 1) =>
    vi.waitFor(
      () => {
        const fit = waits.filter((wait) => wait.ms === ms);
        if (fit.length < atLeast) throw new Error(`${fit.length} wait ${ms} ms`);
        return fit;
      },
      { ...patient, interval: 2 },
    );
  /** Waits until somebody waits that long, and ends it. */
  async function end(ms: number, atLeast = 1): Promise<void> {
    for (const wait of await begun(ms, atLeast)) wait.end();
  }
  /** Ends every pause of that length until `done` settles, which it returns: where a short timeout may have passed on a busy machine. */
  async function endEach<T>(ms: number, done: Promise<T>): Promise<T> {
    let isDone = false;
    const settle = () => {
      isDone = true;
    };
    done.then(settle, settle);
    await vi.waitUntil(
      () => {
        for (const wait of waits.filter((one) => one.ms === ms)) wait.end();
        return isDone;
      },
      { ...patient, interval: 2 },
    );
    return done;
  }
  return { timers, begun, end, endEach, waits: () => waits.map(({ ms }) => ms) };
}

/**
 * A replica that follows `acting`, which the test may change at any time. On a busy machine too it asks for one proof only, and waits for
 * that, but where `limits` say otherwise.
 */
export async function followingReplica(acting: Acting | null, limits: Partial<ForwardLimits> = {}) {
  const outcomes: string[] = [];
  const now = { acting };
  const time = heldTimers();
  const log = notedLog();
  const forwarder = createForwarder({
    actingNow: () => now.acting,
    keys,
    timers: time.timers,
    meter: { count: (_name, [outcome = '']) => void outcomes.push(outcome) },
    log,
    limits: { proofMs: patient.timeout, proveAgainMs: patient.timeout, ...limits },
  });
  onTestFinished(forwarder.close);
  const route = forwarder.route(['POST']);
  const replica = await served([['/here', route]]);
  const { begun, end, endEach, waits } = time;
  return { ...replica, forwarder, route, outcomes, now, log, begun, end, endEach, waits };
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Sends a request with exactly these headers. */
export async function sent(
  url: string,
  { path = '/here', headers = {}, body = Buffer.from('{}') }: { path?: string; headers?: object; body?: Buffer } = {},
): Promise<Answer> {
  const sending = request(`${url}${path}`, { method: 'POST', agent: false, headers: { ...headers } });
  sending.end(body);
  const [response]: IncomingMessage[] = await once(sending, 'response');
  if (!response) throw new Error('no response');
  return { status: response.statusCode ?? 0, headers: response.headers, body: await bytesOf(response) };
}

export async function bytesOf(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Something else at the address of the replica that acts: it has every request that came, whole. */
export async function somethingElse(
  answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void,
  term = '1',
) {
  const came: { url: string; head: string; body: string }[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await bytesOf(incoming);
    came.push({ url: incoming.url ?? '', head: incoming.rawHeaders.join('\n'), body: body.toString('latin1') });
    answer(incoming, body, response);
  });
  onTestFinished(() => void server.close().closeAllConnections());
  const url = await listens(server);
  return { came, url, acting: { term, url }, stop: () => server.close().closeAllConnections() };
}

/** A server that is told of each connection. */
export async function connectedTo(onSocket: (socket: Socket) => void) {
  const server = createTcpServer(onSocket);
  onTestFinished(() => void server.close());
  return listens(server);
}

async function listens(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${portOf(server.address())}`;
}

export function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}
