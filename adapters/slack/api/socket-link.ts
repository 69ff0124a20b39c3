import { z } from 'zod';
import type { ChatError } from '../../../src/ports/chat.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { type Log, type SocketState, withTimeout } from '../../platform.ts';
import { type OneSocket, openSocket, type SocketLimits, standardSocketLimits } from './one-socket.ts';
import { createOtherConnections } from './other-connections.ts';
import { createReopening } from './reopening.ts';

/** Age (ms) from which a connection counts as one that worked, also where no envelope came. */
const lastingMs = 30_000;
/**
 * So many envelopes may wait for their acknowledgement: what comes beyond is not served, so that it costs no memory. Work
 * that goes on after it is not counted, nor is what Slack no longer waits for.
 */
const maxUnderWay = 200;
/** Envelopes that are under way have so many milliseconds before their connection is closed. */
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
  /**
   * Serves an envelope, without a bot once the link is being stopped. Resolves with its acknowledgement; with null for
   * none: then Slack sends an event again, and tells a person that what they did was not done in time.
   */
  serve(bot: Bot | null, envelope: unknown): Promise<Acknowledgement | null>;
  /** Called each time that a connection took the place of another one. */
  reconnected(): void;
  /** Milliseconds from any start, never going back. */
  elapsed(): number;
  /** Returns the milliseconds to wait after the nth failure, from 1. */
  backoff(failures: number): number;
  limits?: SocketLimits;
}

/** The bot's link to Slack by Socket Mode: one connection after the other, for as long as the bot runs. */
export interface SocketLink extends SocketState {
  /** Opens the first connection in the background, and keeps trying. Once is enough. */
  start(bot: Bot): void;
  /** Returns the id of the app to which the newest connection belongs; null while Slack did not say it. */
  appId(): string | null;
  /** Returns what is wrong, for how long and why; null while there is a connection. */
  problem(): string | null;
  /** Returns that another program seems to use the same token, and what to do; null where Slack counts no other connection. */
  shared(): string | null;
  /** Returns the problem where there never was a connection, or none for too long; null otherwise. */
  notReady(): string | null;
}

/** A frame that is about the connection itself. https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const Frame = z.object({
  type: z.string(),
  reason: z
    .string()
    .regex(/^\w{1,60}$/)
    .catch('unknown'),
  connection_info: z
    .object({ app_id: z.string().regex(/^[A-Z0-9]{1,40}$/) })
    .nullish()
    .catch(null),
  num_connections: z.int().nullish().catch(null),
});
type Frame = z.infer<typeof Frame>;

/** One connection, as the link sees it. */
interface Held {
  socket: OneSocket;
  /** When Slack said hello; null before. */
  helloAt: number | null;
  /** True once an envelope was acknowledged on it, or Slack said that it closes it in the ordinary course. */
  hasWorked: boolean;
  underWay: Set<Promise<void>>;
  /** Set once it is being closed. */
  retiring?: Promise<void>;
}

/**
 * Returns the link. Slack closes each connection after some hours and says so before: then the next one is opened
 * first, and the old one is closed when what came on it is acknowledged. A connection that failed or stays silent is
 * thrown away with its client, and another one opened. Nothing that happens to a connection ends the process.
 */
export function createSocketLink(parts: LinkParts): SocketLink {
  const { log, serve, elapsed, limits = standardSocketLimits } = parts;
  /** All connections that are not closed yet. */
  const all = new Set<Held>();
  /** The newest connection that works, and the one that is being opened. */
  let current: Held | null = null;
  let opening: Held | null = null;
  let stopped = false;
  let bot: Bot | null = null;
  let app: string | null = null;
  let isFull = false;
  const reopening = createReopening({ ...parts, open });
  const others = createOtherConnections({
    log,
    recountMs: limits.recount,
    elapsed,
    lookAgain: () => current && reopening.soon(),
  });

  function open(): void {
    if (stopped || opening) return;
    const held: Held = {
      socket: openSocket(
        { ...parts, limits },
        { frame: (frame) => onFrame(held, frame), ended: (error) => onEnded(held, error) },
      ),
      helloAt: null,
      hasWorked: false,
      underWay: new Set(),
    };
    opening = held;
    all.add(held);
    reopening.begun();
  }

  function onFrame(held: Held, frame: unknown): void {
    const about = Frame.safeParse(frame).data;
    if (about?.type === 'hello') onHello(held, about);
    else if (about?.type === 'disconnect') onAnnounced(held, about.reason);
    else take(held, frame);
  }

  function take(held: Held, frame: unknown): void {
    const underWay = [...all].reduce((sum, one) => sum + one.underWay.size, 0);
    const wasFull = isFull;
    isFull = underWay >= maxUnderWay;
    if (isFull && !wasFull)
      log.warn({ underWay }, 'too many envelopes of Slack are under way: no more are taken for now');
    if (isFull) return;
    const work = serve(stopped ? null : bot, frame).then((acknowledgement) => {
      if (acknowledgement === null) return;
      const { envelope, answer } = acknowledgement;
      const isSent = held.socket.send(`{"envelope_id":${JSON.stringify(envelope)},"payload":${answer || '{}'}}`);
      held.hasWorked ||= isSent;
      if (!isSent) log.info({}, 'an envelope was served, and its connection ended before it was acknowledged');
    });
    const noted = work
      .catch((error: unknown) => log.error({ err: error }, 'an envelope of Slack failed'))
      .finally(() => held.underWay.delete(noted));
    held.underWay.add(noted);
  }

  function onHello(held: Held, { connection_info: info, num_connections: connections }: Frame): void {
    if (held !== opening) return;
    const before = current;
    [opening, current] = [null, held];
    held.helloAt = elapsed();
    app = info?.app_id ?? null;
    others.counted(connections ?? null, all.size);
    if (reopening.connected()) parts.reconnected();
    if (before) retire(before);
  }

  function onEnded(held: Held, error: ChatError): void {
    all.delete(held);
    others.broke();
    over(held, error);
  }

  /** Slack says that it closes the connection: soon, in the ordinary course, or because it wants none. */
  function onAnnounced(held: Held, reason: string): void {
    log.info({ reason }, 'Slack is about to close a Socket Mode connection');
    if (!isOrdinary(reason)) {
      retire(held);
      over(held, { reason, retryAfterMs: null });
    } else {
      held.hasWorked ||= held.helloAt !== null;
      if (held === current && !stopped) reopening.soon();
    }
  }

  /** Closes a connection, once what came on it is acknowledged. */
  function retire(held: Held): void {
    held.retiring ??= drained(held)
      .then(() => held.socket.close())
      .finally(() => all.delete(held));
  }

  /** Has another connection opened in place of one that ended, unless another one took over from it. */
  function over(held: Held, error: Pick<ChatError, 'reason' | 'retryAfterMs'>): void {
    if (held !== opening && held !== current) return;
    if (held === opening) opening = null;
    else {
      current = null;
      reopening.disconnected();
    }
    if (stopped) return;
    const hasLasted = held.helloAt !== null && elapsed() - held.helloAt >= lastingMs;
    reopening.after(hasLasted || held.hasWorked ? 'worked' : 'failed', error);
  }

  return {
    start: (given) => {
      if (bot) return;
      bot = given;
      open();
    },
    close: async () => {
      stopped = true;
      reopening.stop();
      others.stop();
      for (const held of all) retire(held);
      await Promise.all([...all].map(({ retiring }) => retiring));
    },
    isConnected: () => current !== null,
    downMs: reopening.downMs,
    appId: () => app,
    problem: reopening.problem,
    shared: others.problem,
    notReady: reopening.notReady,
  };
}

/** Resolves when nothing is under way on a connection, and after `drainMs` at the latest. */
function drained({ underWay }: Held): Promise<unknown> {
  return withTimeout(drainMs, Promise.all(underWay), () => {});
}

/** Returns whether Slack closes a connection in the ordinary course, so that the next one can be opened at once. */
function isOrdinary(reason: string): boolean {
  return reason === 'warning' || reason === 'refresh_requested';
}
