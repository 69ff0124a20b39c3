/** Forwards requests from a replica that follows to the one that acts. */
import type { Meter } from '../../src/ports/meter.ts';
import type { Timers } from '../../src/ports/world.ts';
import type { Log } from '../process/log.ts';
import { askRarely } from './ask-rarely.ts';
import type { Acting } from './challenge.ts';
import { type ForwardLimits, forwardLimits } from './limits.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from './message.ts';
import {
  createConnections,
  exchange,
  notActing,
  type ProvenConnection,
  type ReplicaAnswer,
} from './replica-connections.ts';
import type { HttpRoute } from './request-handler.ts';

/** How long (ms) a request waits for a replica that acts, and the pause after which it looks again. */
const waitMs = 2_000;
const lookMs = 100;

/** A forwarded request has this header, and so has the refusal of a replica that does not act: that one took nothing of it. */
const replicaHeader = 'security-contact-replica';

/** What the forwarder needs. */
interface ForwarderOptions {
  /** Returns who acts, as the database last said; null while nobody does. */
  actingNow(): Acting | null;
  /** The keys of `replicaKeys`. */
  keys: readonly Buffer[];
  timers: Timers;
  meter: Pick<Meter, 'count'>;
  log: Log;
  limits?: Partial<ForwardLimits>;
}

/**
 * Makes the forwarder. A request that met no connection waits for one, 2 s at most; one of which a byte was sent is never sent again,
 * unless the other side says that it does not act.
 */
export function createForwarder({ actingNow, timers, meter, limits: given, ...options }: ForwarderOptions) {
  const limits = { ...forwardLimits, ...given };
  const connections = createConnections({ ...options, limits });
  let bodyBytes = 0;

  /** Resolves with a connection to who acts, or with why there is none within the wait. */
  async function connection(wait: Wait): Promise<ProvenConnection | 'refused' | 'unproven'> {
    for (let how: 'refused' | 'unproven' = 'refused'; ; ) {
      const acting = actingNow();
      const found = acting && connections.take(acting);
      if (found) return found;
      const grown = acting && (await wait.within(connections.grow(acting)));
      if (grown === 'ready') continue;
      if (grown !== null) how = grown === 'unproven' ? 'unproven' : 'refused';
      await wait.pause();
      if (wait.isOver()) return how;
    }
  }

  /** Resolves with `ok` where the replica that acts proves that it does, and otherwise with why not. */
  async function howActing(): Promise<string> {
    const acting = actingNow();
    if (acting === null) return 'nobody acts now';
    const proof = await connections.probe(acting);
    if (proof.how === 'ready') return 'ok';
    return proof.how === 'unproven' || proof.why === notActing ? proof.why : 'it does not answer';
  }

  const howNow = askRarely(howActing);

  /** Ends a connection over which no answer comes, where its other side does not act any more: a machine that died closes none. */
  async function endUnlessActing({ socket, acting }: ProvenConnection): Promise<void> {
    if (actingNow()?.term === acting.term && (await howNow()) === 'ok') return;
    socket.destroy();
    connections.close();
  }

  async function send(found: ProvenConnection, request: HttpRequest): Promise<ReplicaAnswer | null> {
    const watch = setInterval(() => void endUnlessActing(found), limits.proveAgainMs);
    try {
      return await exchange(found.socket, headOf(request), request.body, limits);
    } finally {
      clearInterval(watch);
    }
  }

  async function outcomeOf(request: HttpRequest): Promise<{ outcome: ForwardOutcome; response: HttpResponse }> {
    const wait = createWait(timers);
    for (;;) {
      const found = await connection(wait);
      if (typeof found === 'string') return { outcome: found, response: nobodyActs() };
      const answer = await send(found, request);
      if (answer === null) return { outcome: 'failed', response: noAnswer() };
      if (answer.headers[replicaHeader] === undefined) {
        connections.release(found);
        return { outcome: 'ok', response: responseOf(answer) };
      }
      found.socket.destroy();
      await wait.pause();
      if (wait.isOver()) return { outcome: 'refused', response: nobodyActs() };
    }
  }

  async function forward(request: HttpRequest): Promise<HttpResponse> {
    const { length } = request.body;
    bodyBytes += length;
    try {
      const isTooMuch = bodyBytes > limits.allBodiesBytes;
      const { outcome, response } = isTooMuch ? tooBusy : await outcomeOf(request);
      meter.count('forwarded_requests_total', [outcome]);
      return response;
    } finally {
      bodyBytes -= length;
    }
  }

  return {
    /** Returns the route that stands in the place of one of the bot's own. A request that was forwarded already is refused. */
    route: (methods: readonly string[]): HttpRoute => ({
      methods,
      judge: refusalOf,
      // Where this replica acted when the head came, the bot's own route judged that.
      answer: (request) => refusalOf(request) ?? forward(request),
    }),
    howActing,
    /** Closes the connections on which no request is under way. */
    close: connections.close,
  };
}

/** `ok`: answered. `refused`: nobody acted. `failed`: sent, and not answered. `unproven`: who stands at the address proved nothing. */
type ForwardOutcome = 'ok' | 'refused' | 'failed' | 'unproven';

type Wait = ReturnType<typeof createWait>;

/** Makes a wait of `waitMs`, which begins when it is first needed: most requests find a connection at once. */
function createWait(timers: Timers) {
  let isOver = false;
  let over: Promise<null> | null = null;
  async function within<T>(work: Promise<T>): Promise<T | null> {
    over ??= timers.wait(waitMs).then(() => {
      isOver = true;
      return null;
    });
    return isOver ? null : Promise.race([work, over]);
  }
  return { within, pause: () => within(timers.wait(lookMs)), isOver: () => isOver };
}

/** What holds for one connection alone: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1. The length is counted again. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'content-length'],
]);

/** Returns the headers that are for the other end. */
function endToEnd(headers: HttpRequest['headers']): Record<string, string> {
  const named = String(headers.connection)
    .toLowerCase()
    .split(/[\s,]+/);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value !== 'string' || hopByHop.has(name) || named.includes(name) ? [] : [[name, value]],
    ),
  );
}

function refusalOf({ headers }: RequestHead): HttpResponse | null {
  return headers[replicaHeader] === undefined ? null : nobodyActs({ [replicaHeader]: 'follows' });
}

function headOf({ method, path, query, headers, requestId }: HttpRequest) {
  const own = { host: String(headers.host ?? ''), 'x-request-id': requestId, [replicaHeader]: 'forwards' };
  return { method, path: query === '' ? path : `${path}?${query}`, headers: { ...endToEnd(headers), ...own } };
}

function responseOf({ status, headers, body }: ReplicaAnswer): HttpResponse {
  const refused = { who: 'forwarded', why: 'the replica that acts refused it, and logs why' };
  return { status, headers: endToEnd(headers), body, refused };
}

function nobodyActs(headers: HttpResponse['headers'] = {}): HttpResponse {
  const detail = 'No replica of the bot takes requests right now. Please send the same again.';
  return problem(503, 'Unavailable', detail, { 'retry-after': '5', ...headers });
}

function noAnswer(): HttpResponse {
  const detail = 'The bot did not answer in time, so it may have taken this request. Please send the same again.';
  return problem(503, 'Unavailable', detail, { 'retry-after': '5' });
}

/** The answer while the requests that wait fill the memory. */
const tooBusy = { outcome: 'refused', response: nobodyActs() } as const;
