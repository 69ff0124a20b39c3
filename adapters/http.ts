/** One server, one port, every route. Keeps bad senders out; what a request means is the route's affair. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, tooLarge } from './body.ts';
import { misdirected, notJson } from './loopback.ts';
import type { Metrics } from './metrics.ts';
import { type Incoming, type Log, type Outgoing, problem } from './platform.ts';
import { refusals } from './refusals.ts';
import { requestIds } from './request-id.ts';
import { hangUp, send } from './send.ts';

export interface Route {
  methods: readonly string[];
  answer(request: Incoming): Promise<Outgoing> | Outgoing;
}

export interface Limits {
  bodyBytes: number;
  /** For a whole request to arrive. */
  requestMs: number;
}

export interface Host {
  /** Resolves with the port. `host` null is all interfaces. */
  listen(port: number, host: string | null): Promise<number>;
  /** Accepts nothing new; resolves when all that is under way is answered. */
  stop(): Promise<void>;
  /** Hangs up on whoever is still there. */
  cut(): void;
}

interface World {
  /** By path. */
  routes: ReadonlyMap<string, Route>;
  log: Log;
  metrics: Metrics;
  /** Local mode: refuse what was not sent to a loopback name. */
  loopbackOnly: boolean;
  limits?: Limits;
}

const standardLimits: Limits = { bodyBytes: 1 << 20, requestMs: 15_000 };

export function createHost({ routes, log, metrics, loopbackOnly, limits = standardLimits }: World): Host {
  const requestIdOf = requestIds();
  const noteRefusal = refusals(log);
  let stopping = false;

  async function answerTo(request: IncomingMessage, path: string, requestId: string): Promise<Outgoing | null> {
    const { method = '', headers } = request;
    const route = routes.get(path);
    const refusal =
      (loopbackOnly ? misdirected(headers) : null) ??
      refused(route, method) ??
      (loopbackOnly ? notJson(method, headers) : null);
    const body = await readBody(request, limits.bodyBytes);
    if (body.kind === 'broken') return null;
    if (body.kind !== 'whole') return tooLarge(limits.bodyBytes, body.kind === 'flood');
    if (refusal || !route) return refusal;
    return route.answer({ method, path, headers, body: body.bytes, requestId });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = requestIdOf(request.headers['x-request-id']);
    const path = pathOf(request.url ?? '');
    const name = routes.has(path) ? path : 'none';
    let status = 500;
    try {
      const outgoing = await answerTo(request, path, requestId);
      if (outgoing) noteRefusal(name, requestId, outgoing);
      status = outgoing ? send(response, outgoing, requestId, stopping) : 499;
    } catch (error) {
      log.error({ requestId, route: name, err: error }, 'a route failed');
      send(response, problem(500, 'Internal error', `Quote ${requestId} when you report this.`), requestId, stopping);
    }
    metrics.request(name, status);
    log[status >= 500 ? 'warn' : 'debug']({ requestId, method: request.method, route: name, status }, 'answered');
  }

  const server = createServer({
    requestTimeout: limits.requestMs,
    headersTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1_000, limits.requestMs),
    // Longer than a proxy keeps its own side open, so that it never sends into a connection that is being closed.
    keepAliveTimeout: 75_000,
  });
  server.on('request', serve);
  server.on('clientError', hangUp);

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host ?? undefined, () => resolve(portOf(server.address())));
      }),
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        server.close(() => resolve());
      }),
    cut: () => server.closeAllConnections(),
  };
}

function refused(route: Route | undefined, method: string): Outgoing | null {
  if (!route) return problem(404, 'Not found', 'Nothing is here.');
  if (route.methods.includes(method)) return null;
  const allow = route.methods.join(', ');
  const refusal = problem(405, 'Method not allowed', `Use ${allow}.`);
  return { ...refusal, headers: { ...refusal.headers, allow } };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0;
}
