/** Serves every route on one port, and keeps bad senders out. The routes decide what a request means. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type HttpRequest, type HttpResponse, type Log, problem, type RequestHead } from '../platform.ts';
import type { Metrics } from '../process/metrics.ts';
import { headersMs, lingerMs, type ServerLimits, standardLimits } from './limits.ts';
import { createBodies, notWaitedFor, tooLarge } from './read-body.ts';
import { misdirected, notJson, refusals } from './refusals.ts';
import { hangUp, send } from './write-response.ts';

/** Says what the server does with a request to one path. */
export interface HttpRoute {
  methods: readonly string[];
  /** Returns a refusal that needs no body, or null: the server keeps nothing that a stranger sends. */
  judge?(head: RequestHead): HttpResponse | null;
  answer(request: HttpRequest): Promise<HttpResponse> | HttpResponse;
  /** Is told of a request whose body was too large, before that is answered. */
  tooLarge?(head: RequestHead): Promise<void>;
}

/** The HTTP server of the bot. */
export interface Host {
  /** Resolves with the port. `host` null is all interfaces. */
  listen(port: number, host: string | null): Promise<number>;
  /** Accepts nothing new, and waits for no request that is not whole. Resolves when all whole requests are answered. */
  stop(): Promise<void>;
  /** Closes all connections that are still open. */
  cut(): void;
}

interface ServerOptions {
  /** The routes by their path. A path that ends in `/{source}` takes any last part. */
  routes: ReadonlyMap<string, HttpRoute>;
  log: Log;
  metrics: Metrics;
  /** True in local mode: a request that was not sent to a loopback name is refused. */
  loopbackOnly: boolean;
  limits?: Partial<ServerLimits>;
}

/** Makes the HTTP server with its routes. It listens on no port until `listen` is called. */
export function createHost({ routes, log, metrics, loopbackOnly, limits: given }: ServerOptions): Host {
  const limits = { ...standardLimits, ...given };
  const requestIdOf = requestIds();
  const noteRefusal = refusals(log);
  const bodies = createBodies(limits.bodyBytes, limits.allBodiesBytes);
  metrics.ask({ bodyBytes: bodies.held });
  const sockets = new Set<Socket>();
  const underWay = new Set<IncomingMessage>();
  let stopping = false;

  function refusalOf(route: HttpRoute | undefined, head: RequestHead): HttpResponse | null {
    const { method, headers } = head;
    return (
      (loopbackOnly ? misdirected(headers) : null) ??
      wrongPathOrMethod(route, method) ??
      (loopbackOnly ? notJson(method, headers) : null) ??
      route?.judge?.(head) ??
      null
    );
  }

  async function answerTo(name: string, request: IncomingMessage, head: RequestHead): Promise<HttpResponse | null> {
    const route = routes.get(name);
    const refusal = refusalOf(route, head);
    if (refusal) {
      dropRest(request);
      return refusal;
    }
    const body = await bodies.read(request);
    switch (body.kind) {
      case 'broken':
        return null;
      case 'cut':
        return notWaitedFor();
      case 'whole':
        return route?.answer({ ...head, body: body.bytes }) ?? null;
      default:
        await route?.tooLarge?.(head);
        return tooLarge(limits.bodyBytes, body.kind === 'flood');
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    underWay.add(request);
    response.once('close', () => underWay.delete(request));
    const requestId = requestIdOf(request.headers['x-request-id']);
    const { method = '', url = '', headers } = request;
    const [path = ''] = url.split('?', 1);
    const query = url.slice(path.length + 1);
    const name = nameOf(path, routes);
    let status = 500;
    try {
      const outgoing = await answerTo(name, request, { method, path, query, headers, requestId });
      status = outgoing ? send(response, outgoing, requestId, stopping) : 499;
      // Only afterwards: the first line about a source takes longer than none, which would tell that it is there.
      if (outgoing) noteRefusal(name, requestId, outgoing);
    } catch (error) {
      log.error({ requestId, route: name, err: error }, 'a route failed');
      send(response, problem(500, 'Internal error', `Quote ${requestId} when you report this.`), requestId, stopping);
    }
    metrics.count('http_requests_total', [name, String(status)]);
    log[status >= 500 ? 'warn' : 'debug']({ requestId, method, route: name, status }, 'answered');
  }

  /** Ends the connections without a whole request: nothing of theirs was taken, and their senders send it again. */
  function cutUnfinished(): void {
    bodies.cutAll();
    const busy = new Set([...underWay].map(({ socket }) => socket));
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  }

  const server = createServer({
    // Node would take the first of two Authorization headers, and a proxy in front perhaps the other one.
    joinDuplicateHeaders: true,
    requestTimeout: limits.requestMs,
    headersTimeout: Math.min(headersMs, limits.requestMs),
    connectionsCheckingInterval: Math.min(1_000, limits.requestMs),
    // Longer than a proxy keeps its own side open, so that it never sends into a connection that is being closed.
    keepAliveTimeout: 75_000,
  });
  server.maxConnections = limits.connections;
  server.on('request', serve);
  server.on('clientError', hangUp);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A connection too many was turned away: the next one finds room.
  server.on('drop', () => {
    bodies.cutIdlest();
    server.closeIdleConnections();
  });

  return {
    listen: (port, host) => listenOn(server, port, host ?? undefined),
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        server.close(() => resolve());
        // The server first reads what has arrived already.
        setImmediate(cutUnfinished);
      }),
    cut: () => server.closeAllConnections(),
  };
}

/** Returns the path of the route that takes a path, which is also its name in the log and in metrics: `none` where no route does. */
function nameOf(path: string, routes: ReadonlyMap<string, HttpRoute>): string {
  if (routes.has(path)) return path;
  const anySource = `${path.slice(0, path.lastIndexOf('/'))}/{source}`;
  return routes.has(anySource) ? anySource : 'none';
}

/** Closes the connection of a refused request unless the rest of it comes soon. */
function dropRest(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.socket.destroy(), lingerMs).unref();
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

function wrongPathOrMethod(route: HttpRoute | undefined, method: string): HttpResponse | null {
  if (!route) return problem(404, 'Not found', 'Nothing is here.');
  if (route.methods.includes(method)) return null;
  const allow = route.methods.join(', ');
  return problem(405, 'Method not allowed', `Use ${allow}.`, { allow });
}

/** Resolves with the port once the server listens; `port` 0 is any. Rejects with Node's error. */
export function listenOn(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * Returns a function that returns the id of a request: the one that a proxy gave, when it is safe to log and to send
 * back, otherwise the next of our own.
 */
function requestIds(): (given: string | string[] | undefined) => string {
  const start = randomBytes(5).toString('hex');
  let number = 0;
  return (given) => {
    if (typeof given === 'string' && /^[\w.-]{1,64}$/.test(given)) return given;
    number += 1;
    return `${start}-${number.toString(36)}`;
  };
}
