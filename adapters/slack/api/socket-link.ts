import { z } from 'zod';
import type { ChatError } from '../../../src/ports/chat.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import type { SocketState } from '../../chat/platform.ts';
import type { Outgoing } from '../../http/outgoing.ts';
import type { Log } from '../../process/log.ts';
import { withTimeout } from '../../process/timers.ts';
import { type OneSocket, openSocket, type SocketLimits, standardSocketLimits } from './one-socket.ts';
import { createReopening, type Reopening } from './reopening.ts';

/** Age (ms) from which a connection counts as one that worked, also where no envelope came. */
const lastingMs = 30_000;
/**
 * Most envelopes that may wait for their acknowledgement; the link ignores any more, so that they use no memory. Work that
 * continues after the acknowledgement is not counted.
 */
const maxUnderWay = 200;
/** Timeout (ms) of the envelopes that are under way when their connection is to be closed. */
const drainMs = 3_000;

/** The acknowledgement of an envelope: its id, and the JSON of the answer that rides in it, which is empty for none. */
export interface Acknowledgement {
  envelope: string;
  answer: string;
}

interface LinkParts {
  /** The app-level token. */
  token: string;
  /** The address of Slack's Web API, ending in `/api/`; null for Slack's own. */
  apiUrl: string | null;
  log: Log;
  outgoing: Outgoing;
  /** Returns epoch milliseconds. */
  now(): number;
  /**
   * Serves an envelope; `bot` is null once the link is being stopped. Resolves with its acknowledgement; with null for
   * none: then Slack sends an event again, and shows a person that their action timed out.
   */
  serve(bot: Bot | null, envelope: unknown): Promise<Acknowledgement | null>;
  /** Called each time that a connection took the place of another one. */
  reconnected(): void;
  /** Monotonic clock, in ms. */
  elapsed(): number;
  /** Returns the milliseconds to wait after the nth failure, from 1. */
  backoff(failures: number): number;
  /** Whether the process that acted before this one may still be connected: it did not say that it ended. */
  mayOverlap?: boolean;
  limits?: SocketLimits;
}

const Reason = z.string().regex(/^\w{1,60}$/);
const ConnectionInfo = z.object({ app_id: z.string().regex(/^[A-Z0-9]{1,40}$/) });

/** A frame that is about the connection itself. https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const Frame = z.object({
  type: z.string(),
  reason: Reason.catch('unknown'),
  connection_info: ConnectionInfo.nullish().catch(null),
  num_connections: z.int().nullish().catch(null),
});
type Frame = z.infer<typeof Frame>;

/** One connection, as the link sees it. */
interface SocketConnection {
  socket: OneSocket;
  /** When Slack said hello (ms by `elapsed`); null before. */
  helloAt: number | null;
  /** True once an envelope was acknowledged on it, or Slack announced a routine close. */
  hasWorked: boolean;
  /** The envelopes that are not acknowledged yet. */
  underWay: Set<Promise<void>>;
  /** Set once it is being closed; resolves when it is gone. */
  retiring?: Promise<void>;
}

/**
 * The bot's link to Slack by Socket Mode: one connection after the other, for as long as the bot runs. Slack closes each connection
 * after some hours and announces it: then the next one is opened first, and the old one is closed when its envelopes are acknowledged. A
 * connection that failed or stays silent is replaced, with its client. No failure of a connection ends the process.
 */
export class SocketLink implements SocketState {
  readonly #parts: Required<LinkParts>;
  /** Decides when the next connection is opened. */
  readonly #reopening: Reopening;
  /** Notices connections of other programs. */
  readonly #others: OtherConnections;
  /** The connections that are not closed yet. */
  readonly #all = new Set<SocketConnection>();
  /** The newest connection that works. */
  #current: SocketConnection | null = null;
  /** The connection that is being opened. */
  #opening: SocketConnection | null = null;
  #appId: string | null = null;
  /** Null before the start. */
  #bot: Bot | null = null;
  #stopped = false;
  /** True while envelopes are ignored: too many are under way. */
  #isFull = false;

  constructor(parts: LinkParts) {
    const { log, elapsed, limits = standardSocketLimits, mayOverlap = false } = parts;
    this.#parts = { ...parts, limits, mayOverlap };
    this.#reopening = createReopening({ ...parts, open: () => this.#open() });
    const lookAgain = () => this.#current && this.#reopening.soon();
    this.#others = createOtherConnections({ log, recountMs: limits.recount, elapsed, lookAgain, mayOverlap });
  }

  /** Opens the first connection in the background, and retries until it succeeds. Call it once. */
  start(bot: Bot): void {
    if (this.#bot) return;
    this.#bot = bot;
    this.#open();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#reopening.stop();
    this.#others.stop();
    for (const connection of this.#all) this.#retire(connection);
    await Promise.all([...this.#all].map(({ retiring }) => retiring));
  }

  readonly isConnected = () => this.#current !== null;

  readonly downMs = () => this.#reopening.downMs();

  /** Returns the id of the app to which the newest connection belongs; null while Slack did not say it. */
  readonly appId = () => this.#appId;

  /** Returns what is wrong, for how long and why; null while there is a connection. */
  readonly problem = () => this.#reopening.problem();

  /** Returns a warning that another program seems to use the same token; null when Slack counts no other connection. */
  readonly shared = () => this.#others.problem();

  /** Returns the problem where there never was a connection, or none for too long; null otherwise. */
  readonly notReady = () => this.#reopening.notReady();

  #open(): void {
    if (this.#stopped || this.#opening) return;
    const socket = openSocket(this.#parts, {
      frame: (frame) => this.#onFrame(connection, frame),
      ended: (error) => this.#onEnded(connection, error),
    });
    const connection: SocketConnection = { socket, helloAt: null, hasWorked: false, underWay: new Set() };
    this.#opening = connection;
    this.#all.add(connection);
    this.#reopening.begun();
  }

  #onFrame(connection: SocketConnection, frame: unknown): void {
    const about = Frame.safeParse(frame).data;
    if (about?.type === 'hello') this.#onHello(connection, about);
    else if (about?.type === 'disconnect') this.#onAnnounced(connection, about.reason);
    else if (!this.#ignoresEnvelopes()) this.#serve(connection, frame);
  }

  #onHello(connection: SocketConnection, { connection_info: info, num_connections: connections }: Frame): void {
    if (connection !== this.#opening) return;
    const before = this.#current;
    [this.#opening, this.#current] = [null, connection];
    connection.helloAt = this.#parts.elapsed();
    this.#appId = info?.app_id ?? null;
    this.#others.counted(connections ?? null, this.#all.size);
    if (this.#reopening.connected()) this.#parts.reconnected();
    if (before) this.#retire(before);
  }

  /** Slack announces that it closes the connection: soon and as a routine, or because it refuses it. */
  #onAnnounced(connection: SocketConnection, reason: string): void {
    this.#parts.log.info({ reason }, 'Slack is about to close a Socket Mode connection');
    if (reason === 'warning' || reason === 'refresh_requested') {
      connection.hasWorked ||= connection.helloAt !== null;
      if (connection === this.#current && !this.#stopped) this.#reopening.soon();
    } else {
      this.#retire(connection);
      this.#replace(connection, { reason, retryAfterMs: null });
    }
  }

  #onEnded(connection: SocketConnection, error: ChatError): void {
    this.#all.delete(connection);
    this.#others.broke();
    this.#replace(connection, error);
  }

  #ignoresEnvelopes(): boolean {
    const underWay = [...this.#all].reduce((sum, one) => sum + one.underWay.size, 0);
    const wasFull = this.#isFull;
    this.#isFull = underWay >= maxUnderWay;
    if (this.#isFull && !wasFull)
      this.#parts.log.warn(
        { event: 'slack.overloaded', underWay },
        'Slack socket paused: too many envelopes in progress',
      );
    return this.#isFull;
  }

  #serve(connection: SocketConnection, frame: unknown): void {
    const { serve, log } = this.#parts;
    const work = serve(this.#stopped ? null : this.#bot, frame)
      .then((acknowledgement) => void (acknowledgement && this.#acknowledge(connection, acknowledgement)))
      .catch((error: unknown) => log.error({ event: 'slack.failed', err: error }, 'Slack envelope failed'))
      .finally(() => connection.underWay.delete(work));
    connection.underWay.add(work);
  }

  #acknowledge(connection: SocketConnection, { envelope, answer }: Acknowledgement): void {
    const isSent = connection.socket.send(`{"envelope_id":${JSON.stringify(envelope)},"payload":${answer || '{}'}}`);
    connection.hasWorked ||= isSent;
    if (isSent) return;
    this.#parts.log.info({}, 'Slack envelope handled but not acknowledged: its connection closed first');
  }

  /** Closes a connection, once its envelopes are acknowledged. */
  #retire(connection: SocketConnection): void {
    // What is under way is waited for, for `drainMs` at the latest.
    connection.retiring ??= withTimeout(drainMs, Promise.all(connection.underWay), () => {})
      .then(() => connection.socket.close())
      .finally(() => this.#all.delete(connection));
  }

  /** Schedules a replacement for a connection that ended, unless it has been replaced. */
  #replace(connection: SocketConnection, error: Pick<ChatError, 'reason' | 'retryAfterMs'>): void {
    if (connection !== this.#opening && connection !== this.#current) return;
    if (connection === this.#opening) this.#opening = null;
    else {
      this.#current = null;
      this.#reopening.disconnected();
    }
    if (this.#stopped) return;
    const hasLasted = connection.helloAt !== null && this.#parts.elapsed() - connection.helloAt >= lastingMs;
    this.#reopening.after(hasLasted || connection.hasWorked ? 'worked' : 'failed', error);
  }
}

/** What Slack does with two connections of one app: https://docs.slack.dev/apis/events-api/using-socket-mode#connections */
const shared =
  'another program may use SLACK_APP_TOKEN too: Slack gives each only a part of what people do. Stop the other one, or give it an app of its own';

/** What is said in its place while the replica that acted before, and did not end gently, may still be connected. */
const former =
  'the replica that acted before may still be connected: Slack gives it a part of what people do until that connection ends';

/** For how long (ms) Slack may count the connection of a process that was frozen or killed: some minutes, by its ping. */
const formerMs = 300_000;

interface Parts {
  /** Opens a connection that replaces the present one: its hello has a new count. */
  lookAgain(): void;
  log: Log;
  /** How long (ms) Slack may count a connection that broke. While it counts too many, it is asked again after that time. */
  recountMs: number;
  /** Returns a monotonic time in milliseconds. */
  elapsed(): number;
  /** Whether the process that acted before this one may still be connected. */
  mayOverlap?: boolean;
}

/** Notices that another program holds connections of the same Slack app, so that each gets a part of what happens. */
type OtherConnections = ReturnType<typeof createOtherConnections>;

/**
 * Returns what notices them. Slack tells the count in its hello alone, and asks nobody whether a connection that broke is
 * still there. So those that broke of late are not taken for others, and Slack is asked again once it has to know of them.
 */
export function createOtherConnections({ lookAgain, log, recountMs, elapsed, mayOverlap = false }: Parts) {
  const begun = elapsed();
  const mayBeFormer = () => mayOverlap && elapsed() - begun < formerMs;
  let isLogged = false;
  let others = 0;
  /** When each connection of this process broke that Slack may still count. */
  let broken: number[] = [];
  const stillCounted = () => broken.filter((at) => elapsed() - at < recountMs);
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Records that a connection of this process ended by itself: Slack may not know it yet. */
    broke: () => {
      broken = [...stillCounted(), elapsed()];
    },
    /** Detects other programs that use the app-level token: compares Slack's `num_connections` (`total`, null if not sent) with our own. */
    counted: (total: number | null, own: number) => {
      const before = others;
      const notOurs = Math.max(0, (total ?? own) - own);
      // Others that the log has named stay counted while Slack counts as many connections.
      others = Math.max(0, notOurs - stillCounted().length, Math.min(before, notOurs));
      clearTimeout(timer);
      if (notOurs > 0) timer = setTimeout(lookAgain, recountMs);
      const isShared = others > 0 && !mayBeFormer();
      if (isShared && !isLogged) log.warn({ event: 'slack.tokenShared', connections: total, own }, shared);
      if (others === 0 && isLogged) log.info({}, 'SLACK_APP_TOKEN is no longer shared with another program');
      isLogged = others > 0 && (isLogged || isShared);
    },
    /** Returns what is wrong and what to do, in a few words; null when Slack counts no others. */
    problem: () => (others === 0 ? null : mayBeFormer() ? former : shared),
    stop: () => clearTimeout(timer),
  };
}
