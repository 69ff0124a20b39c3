/** Answers requests: finds their route, keeps bad senders out, and counts and logs each. */
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '../process/log.ts';
import type { Metrics } from '../process/metrics.ts';
import { lingerMs } from './limits.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from './message.ts';
import { type Bodies, notWaitedFor, tooLarge } from './read-body.ts';
import { misdirected, notJson, refusals } from './refusals.ts';

/** How the server handles the requests to one path. */
export interface HttpRoute {
  methods: readonly string[];
  /** Returns a refusal that needs no body, or null: the server keeps nothing that a stranger sends. */
  judge?(head: RequestHead): HttpResponse | null;
  answer(request: HttpRequest): Promise<HttpResponse> | HttpResponse;
  /** Called with a request whose body was too large, before that is answered. */
  tooLarge?(head: RequestHead): Promise<void>;
}

/** The routes of a server, its log and its metrics. */
export interface HandlerOptions {
  /** The routes by their path. A path that ends in `/{source}` takes any last part. */
  routes: ReadonlyMap<string, HttpRoute>;
  log: Log;
  metrics: Metrics;
  /** True in local mode: a request that was not sent to a loopback name is refused. */
  loopbackOnly: boolean;
}

/** What the handler needs of its server. */
interface ServerState {
  bodies: Bodies;
  /** The most bytes of a body. */
  bodyBytes: number;
  /** Returns whether the connection ends with the answer that is sent now. */
  isLast(): boolean;
}

/** Returns what answers one request. It never rejects. */
export function createRequestHandler(options: HandlerOptions, server: ServerState) {
  const { routes, log, metrics } = options;
  const requestIdOf = requestIds();
  const noteRefusal = refusals(log);
  // Alarms are for errors, so that each begins at zero: Prometheus sees the first one as an increase.
  for (const name of [...routes.keys(), 'none']) metrics.count('http_requests_total', [name, '500'], 0);

  async function answer(name: string, request: IncomingMessage, head: RequestHead): Promise<HttpResponse | null> {
    const route = routes.get(name);
    const refusal = refusalOf(route, head, options.loopbackOnly);
    if (refusal) dropRest(request);
    return refusal ?? answerTo(route, request, head, server);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = requestIdOf(request.headers['x-request-id']);
    const { method = '', url = '', headers } = request;
    const [path = ''] = url.split('?', 1);
    const query = url.slice(path.length + 1);
    const name = nameOf(path, routes);
    let status = 500;
    try {
      const outgoing = await answer(name, request, { method, path, query, headers, requestId });
      status = outgoing ? send(response, outgoing, requestId, server.isLast()) : 499;
      // Only afterwards: the first line about a source takes longer than none, which would tell that it is there.
      if (outgoing) noteRefusal(name, requestId, outgoing);
    } catch (error) {
      log.error({ event: 'request.failed', requestId, route: name, err: error }, 'HTTP request failed');
      const sorry = problem(500, 'Internal error', `Quote ${requestId} when you report this.`);
      send(response, sorry, requestId, server.isLast());
    }
    metrics.count('http_requests_total', [name, String(status)]);
    log[status >= 500 ? 'warn' : 'debug'](
      { event: 'request.answered', requestId, method, route: name, status },
      'HTTP request answered',
    );
  };
}

/** Returns the refusal of a request that needs no body; null for one that is read. */
function refusalOf(route: HttpRoute | undefined, head: RequestHead, loopbackOnly: boolean): HttpResponse | null {
  const { method, headers } = head;
  return (
    (loopbackOnly ? misdirected(headers) : null) ??
    wrongPathOrMethod(route, method) ??
    (loopbackOnly ? notJson(method, headers) : null) ??
    route?.judge?.(head) ??
    null
  );
}

/** Reads the body, and resolves with the route's answer; with null when the sender went away. */
async function answerTo(
  route: HttpRoute | undefined,
  request: IncomingMessage,
  head: RequestHead,
  { bodies, bodyBytes }: ServerState,
): Promise<HttpResponse | null> {
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
      return tooLarge(bodyBytes, body.kind === 'flood');
  }
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

/** Writes the answer and returns its status. `last` ends the connection with it. */
function send(response: ServerResponse, answer: HttpResponse, requestId: string, last: boolean): number {
  const { status, headers, body } = answer;
  const asJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const content = asJson ? JSON.stringify(body) : (body ?? '');
  response.writeHead(status, {
    ...(asJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...headers,
    'content-length': Buffer.byteLength(content),
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(last ? { connection: 'close' } : {}),
  });
  response.end(content);
  return status;
}

/** Answers a connection whose bytes never became a request: broken, too slow, or with too long a header. */
export function hangUp(error: Error, socket: Duplex): void {
  const code = 'code' in error ? error.code : null;
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = unreadableHead(code);
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(body).length });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function unreadableHead(code: unknown): HttpResponse {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem(408, 'Request timeout', 'The request took too long to arrive.');
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem(431, 'Request header fields too large', 'Send fewer or shorter headers.');
  return problem(400, 'Bad request', 'This is not HTTP/1.1.');
}
