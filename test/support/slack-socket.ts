/**
 * Slack's side of Socket Mode, beside the made-up workspace: `apps.connections.open`, connections, envelopes and their
 * acknowledgements. It never takes what Slack would refuse, and can misbehave as Slack and the network do.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import type { FakeSlack } from './slack.ts';
import { type Answer, asEnvelope } from './slack-wire.ts';
import { elapsed } from './time.ts';

type Json = Readonly<Record<string, unknown>>;
type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** One delivery of something that happened. It happens once, and may be delivered several times. */
interface Delivery {
  envelope: string;
  happening: Happening;
  socket: Connection;
  state: 'open' | 'acknowledged' | 'late';
  timer: NodeJS.Timeout | undefined;
}

interface Happening {
  type: EnvelopeType;
  payload: Json;
  accepts: boolean;
  /** Deliveries so far. */
  times: number;
  /** What the app answered, once for each acknowledgement, and in which of its lives. */
  answers: { life: number; text: string }[];
  /** The lives of the app in which it was delivered. */
  lives: Set<number>;
  /** Ends the time for which an event waits for a connection. */
  patience?: NodeJS.Timeout | undefined;
  settle(answer: Answer | null): void;
}

interface Connection {
  ws: WebSocket;
  /** False until hello. */
  isOpen: boolean;
}

export type SlackSocket = Awaited<ReturnType<typeof slackSocket>>;

/** Slack delivers an event four times in all, and for the last time after about six minutes. https://docs.slack.dev/apis/events-api/#retries */
const mostTimes = 4;
const eventMs = 360_000;
/** An address has to be used within so many milliseconds: Slack calls it temporary, without a number. */
const ticketMs = 30_000;
const mostConnections = 10;

/** `ackMs`: how long an acknowledgement may take; Slack waits 3 s. */
export async function slackSocket(slack: FakeSlack, settings: { appToken?: string; ackMs?: number } = {}) {
  const { appToken = 'xapp-1-A0-fake', ackMs = 3_000 } = settings;
  /** When each ticket ends to hold. */
  const tickets = new Map<string, number>();
  const connections = new Set<Connection>();
  const deliveries = new Map<string, Delivery>();
  /** Events that wait for a connection. */
  const waiting: Happening[] = [];
  /** What the app did that Slack would not take. */
  const faults: string[] = [];
  /** Everything that happened, the newest last. */
  const happened: Pick<Happening, 'type' | 'payload' | 'answers' | 'lives'>[] = [];
  const counts = { opened: 0, delivered: 0, acknowledged: 0, repeated: 0 };
  /** How it behaves; a test changes it. */
  const how = {
    /** Whether Socket Mode is on in the app's settings. */
    isOn: true,
    scopes: new Set(['connections:write']),
    /** The app of the token. */
    app: slack.bot.app,
    /** The next so many connections get no hello. */
    silent: 0,
    /** The next so many connections get a `disconnect` before hello, and are closed. */
    disconnected: 0,
    /** The next so many connections are cut in the middle of the handshake. */
    cut: 0,
    /** Each envelope comes on a second connection too, in an envelope of its own. */
    twice: false,
    /**
     * A command or an interaction whose connection ended before it was acknowledged comes again on the next one. Nothing
     * says that Slack does so, nor that it does not.
     */
    again: false,
    /** A test raises it when it starts the app anew. */
    life: 1,
    /** Keeps the TCP connection open after the close handshake, as Slack does. https://github.com/slackapi/node-slack-sdk/issues/2752 */
    keepsTcp: false,
  };
  let turn = 0;

  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    autoPong: true,
    verifyClient: ({ req }: { req: { url?: string } }) => {
      const ticket = new URL(req.url ?? '', 'http://x').searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket) ?? 0;
      // A ticket holds once.
      return tickets.delete(ticket) && elapsed() < until;
    },
  });
  await once(server, 'listening');
  const address = server.address();
  const origin = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;

  slack.sockets.open = (authorization) => {
    if (authorization !== `Bearer ${appToken}`)
      return { ok: false, error: authorization.startsWith('Bearer xoxb-') ? 'not_allowed_token_type' : 'invalid_auth' };
    if (!how.scopes.has('connections:write'))
      return { ok: false, error: 'missing_scope', needed: 'connections:write', provided: [...how.scopes].join(',') };
    const ticket = randomUUID();
    tickets.set(ticket, elapsed() + ticketMs);
    return { ok: true, url: `${origin}/link/?ticket=${ticket}&app_id=A0` };
  };

  server.on('connection', (ws, { socket }) => {
    const connection: Connection = { ws, isOpen: false };
    connections.add(connection);
    ws.on('error', () => {});
    ws.on('message', (data, isBinary) => onMessage(connection, isBinary ? null : String(data)));
    ws.on('close', () => onClose(connection));
    if (how.keepsTcp) socket.end = () => socket;
    if (take('cut')) return void ws.terminate();
    if (take('silent')) return;
    if (!how.isOn || take('disconnected')) return disconnect(connection, 'link_disabled');
    if (connections.size > mostConnections) return disconnect(connection, 'too_many_websockets');
    counts.opened += 1;
    connection.isOpen = true;
    tell(connection, { type: 'hello', num_connections: connections.size, connection_info: { app_id: how.app } });
    ws.ping('Ping from applink');
    for (const happening of waiting.splice(0)) {
      clearTimeout(happening.patience);
      deliver(happening);
    }
  });

  function take(what: 'cut' | 'silent' | 'disconnected'): boolean {
    if (how[what] === 0) return false;
    how[what] -= 1;
    return true;
  }

  const tell = ({ ws }: Connection, frame: object) => ws.send(JSON.stringify(frame));

  function disconnect(connection: Connection, reason: string): void {
    tell(connection, { type: 'disconnect', reason, debug_info: { host: 'applink-1' } });
    connection.isOpen = false;
    connection.ws.close(1000);
  }

  /** Delivers on one of the open connections, whichever. */
  function deliver(happening: Happening, times = 1): void {
    const open = [...connections].filter(({ isOpen }) => isOpen);
    turn += 1;
    const socket = open[turn % open.length];
    if (!socket) {
      // Whoever typed a command reads at once that it failed.
      if (happening.type === 'events_api') waits(happening);
      else happening.settle(null);
      return;
    }
    happening.times += 1;
    happening.lives.add(how.life);
    counts.delivered += 1;
    if (happening.times > 1) counts.repeated += 1;
    const envelope = randomUUID();
    const delivery: Delivery = { envelope, happening, socket, state: 'open', timer: undefined };
    delivery.timer = setTimeout(() => onLate(delivery), ackMs);
    deliveries.set(envelope, delivery);
    const { type, payload, accepts } = happening;
    const attempt = happening.times - 1;
    const retry = type === 'events_api' ? { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' } : {};
    tell(socket, { envelope_id: envelope, type, payload, accepts_response_payload: accepts, ...retry });
    if (how.twice && times === 1) deliver(happening, 2);
  }

  /** Until there is a connection, or Slack has tried for the last time. */
  function waits(happening: Happening): void {
    waiting.push(happening);
    if (happening.type !== 'events_api') return;
    happening.patience ??= setTimeout(() => {
      waiting.splice(waiting.indexOf(happening), 1);
      happening.settle(null);
    }, eventMs).unref();
  }

  function onLate(delivery: Delivery): void {
    if (delivery.state !== 'open') return;
    delivery.state = 'late';
    lost(delivery.happening, false);
  }

  /** Nobody acknowledged it in time. `ended`: since its connection ended. */
  function lost(happening: Happening, ended: boolean): void {
    const others = [...deliveries.values()].filter((one) => one.happening === happening);
    if (others.some(({ state }) => state !== 'late')) return;
    const again = happening.type === 'events_api' || (ended && how.again);
    if (!again || happening.times >= mostTimes) happening.settle(null);
    else if ([...connections].some(({ isOpen }) => isOpen)) deliver(happening);
    else waits(happening);
  }

  function onMessage(socket: Connection, text: string | null): void {
    const frame = read(text);
    const { envelope_id: envelope, payload, ...rest } = frame ?? {};
    const delivery = deliveries.get(String(envelope));
    const answer = payload === undefined ? {} : payload;
    if (
      !frame ||
      Object.keys(rest).length > 0 ||
      typeof answer !== 'object' ||
      answer === null ||
      Array.isArray(answer)
    )
      return void faults.push(`no acknowledgement: ${text?.slice(0, 100)}`);
    if (!delivery) return void faults.push('an acknowledgement of an unknown envelope');
    if (delivery.socket !== socket) return void faults.push('an acknowledgement on another connection');
    if (delivery.state === 'acknowledged') return void faults.push('a second acknowledgement');
    if (delivery.state === 'late') return void faults.push('a late acknowledgement');
    if (Object.keys(answer).length > 0 && !delivery.happening.accepts)
      return void faults.push('an answer in an envelope that takes none');
    clearTimeout(delivery.timer);
    delivery.state = 'acknowledged';
    counts.acknowledged += 1;
    delivery.happening.answers.push({ life: how.life, text: JSON.stringify(answer) });
    const json = Object.keys(answer).length > 0 ? answer : null;
    delivery.happening.settle({ status: 200, headers: new Headers(), text: json ? JSON.stringify(json) : '', json });
  }

  function onClose(socket: Connection): void {
    connections.delete(socket);
    for (const delivery of deliveries.values()) {
      if (delivery.socket !== socket || delivery.state !== 'open') continue;
      clearTimeout(delivery.timer);
      delivery.state = 'late';
      lost(delivery.happening, true);
    }
  }

  /** Something happens in Slack. Resolves with what the app answered; with null when it did not in time. */
  function happens(type: EnvelopeType, payload: Json): Promise<Answer | null> {
    const kind = String(payload.type ?? '');
    const accepts = type === 'slash_commands' || kind === 'view_submission' || kind === 'block_suggestion';
    const told = { type, payload, answers: [], lives: new Set<number>() };
    happened.push(told);
    return new Promise((settle) => deliver({ ...told, accepts, times: 0, settle }));
  }

  const open = () => [...connections].filter(({ isOpen }) => isOpen);
  // Slack's client takes a connection for dead on which no ping comes for 30 s.
  const pinging = setInterval(() => {
    for (const { ws } of open()) ws.ping('Ping from applink');
  }, 10_000).unref();

  return {
    appToken,
    how,
    faults,
    counts,
    happened,
    happens,
    /** Delivers a body as it comes by HTTP. Rejects, as HTTP does, when there is no answer in time. */
    async deliver(body: string, isForm: boolean): Promise<Answer> {
      const { type, payload } = asEnvelope(body, isForm);
      const answer = await happens(type, payload);
      if (answer === null) throw new Error('operation_timeout');
      return answer;
    },
    /** The number of connections that have had their hello. */
    connected: () => open().length,
    /** Tells all connections that they will be closed. Slack closes them itself some seconds later; here `cut` does. */
    announces(reason: 'warning' | 'refresh_requested'): void {
      for (const one of open()) tell(one, { type: 'disconnect', reason, debug_info: { host: 'applink-1' } });
    },
    /** Tells all connections a reason, and closes them at once. */
    disconnects: (reason: string) => void open().map((one) => disconnect(one, reason)),
    /** Closes all connections with no more than WebSocket's own goodbye. */
    closes: () => {
      for (const { ws } of open()) ws.close(1000);
    },
    /** Cuts the oldest connections, without a word. */
    cut: (count = Number.POSITIVE_INFINITY) => {
      for (const { ws } of [...connections].slice(0, count)) ws.terminate();
    },
    /** From now on nothing that arrives on the open connections is read, pings included, and nothing is sent. */
    hang: () => {
      for (const one of connections) {
        one.isOpen = false;
        one.ws.pause();
      }
    },
    /** Sends this text to all open connections. */
    says: (text: string | Buffer) => {
      for (const { ws } of open()) ws.send(text);
    },
    async stop(): Promise<void> {
      clearInterval(pinging);
      for (const { timer } of deliveries.values()) clearTimeout(timer);
      for (const { patience } of waiting) clearTimeout(patience);
      for (const { ws } of connections) ws.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function read(text: string | null): Json | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
