import type { ChatErrorKind } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';

/** Back-off while something fails: quick at first, since an alert waits; then once a minute; after an hour once in five. */
const first = 250;
const quick = 4_000;
const patientAfterMs = 3 * 60_000;
const patient = 60_000;
const seldomAfterMs = 60 * 60_000;
const seldom = 5 * 60_000;

/** Returns how many milliseconds to wait after so many failures in a row, the first of them `sinceMs` ago. */
export function backOffMs(times: number, sinceMs: number, dice: number): number {
  const wait = sinceMs > patientAfterMs ? patient : Math.min(quick, first * 2 ** Math.min(times, 8));
  return (sinceMs > seldomAfterMs ? seldom : wait) * (0.5 + dice / 2);
}

/**
 * Returns for how many milliseconds a delivery is not tried again that was refused so often. A channel that takes something again
 * may be tried with the rest; a card that was refused hardly changes.
 */
export function refusedMs(kind: ChatErrorKind, refusals: number): number {
  return kind === 'card' ? Math.min(24 * 60 * 60_000, 5 * 60_000 * 2 ** (refusals - 1)) : 0;
}

/** The bot waits at most 30 days, whatever the platform says. */
const longestPauseMs = 30 * 24 * 60 * 60_000;
/** The admins are told when a platform names a longer time than five minutes. */
const longPauseMs = 5 * 60_000;

/** How long a queue has to hold back: for the pace between two calls, or longer. Kept in memory: after a start every queue waits out one pace. */
export interface Backoff {
  /** Milliseconds until the next call may go out. What is `fresh` was never tried: it waits no longer than a few seconds for what others met. */
  holdMs(queue: string, postIntervalMs: number, fresh: boolean): number;
  /** The platform answered: from now on only the pace counts. */
  answered(queue: string): void;
  /** The platform takes nothing for so long. */
  pause(queue: string, ms: number): void;
  /** One delivery failed. Milliseconds that the whole queue holds back; null while all others may go on. */
  failed(queue: string, deliveryId: string): number | null;
  /** Until when the platform wants to be left alone, when that is longer than five minutes from when it said so; null otherwise. */
  longPause(queue: string): string | null;
}

interface Hold {
  /** When the last answer came, by the process's own time, and how long to wait from then on beyond the pace. */
  at: number;
  extraMs: number;
  named: boolean;
  /** The only delivery that failed since the last answer; null for none. */
  only: string | null;
  /** How often, and since when, different deliveries failed. */
  failures: number;
  failingSince: number;
}

/** Returns a back-off of all queues, none of which has failed yet. */
export function createBackoff({ clock, uptimeMs: now, dice }: Pick<World, 'clock' | 'uptimeMs' | 'dice'>): Backoff {
  const start: Hold = { at: now(), extraMs: 0, named: false, only: null, failures: 0, failingSince: 0 };
  const holds = new Map<string, Hold>();
  const hold = (queue: string): Hold => holds.get(queue) ?? start;

  return {
    holdMs: (queue, postIntervalMs, fresh) => {
      const { at, extraMs, named } = hold(queue);
      const whole = Math.max(postIntervalMs, fresh && !named ? Math.min(extraMs, quick) : extraMs);
      return Math.max(0, at + whole - now());
    },
    answered: (queue) => void holds.set(queue, { ...start, at: now() }),
    pause: (queue, ms) =>
      void holds.set(queue, { ...hold(queue), at: now(), extraMs: Math.min(ms, longestPauseMs), named: true }),
    failed: (queue, deliveryId) => {
      const before = hold(queue);
      const alone = before.failures === 0 && (before.only === null || before.only === deliveryId);
      const failures = alone ? 0 : before.failures + 1;
      const failingSince = before.failures === 0 ? now() : before.failingSince;
      const extraMs = alone ? 0 : Math.min(patient, backOffMs(failures, now() - failingSince, dice()));
      holds.set(queue, { at: now(), extraMs, named: false, only: deliveryId, failures, failingSince });
      return alone ? null : extraMs;
    },
    longPause: (queue) => {
      const { at, extraMs, named } = hold(queue);
      if (!named || extraMs <= longPauseMs) return null;
      return new Date(Date.parse(clock.now()) + at + extraMs - now()).toISOString();
    },
  };
}

/** How long a queue that refused is not tried with what it refused before: at first, and at most. */
const firstRetryMs = 60_000;
const mostRetryMs = 60 * 60_000;

/** When a queue may be tried with something that it refused before. In memory: after a start it may be. */
export interface Retries {
  /** Whether something that was refused before may be tried now. */
  mayTry(queue: string): boolean;
  /** Something that had been refused was taken: the rest may follow, one on each success. */
  taken(queue: string): void;
  /** It was refused again: nothing else of the queue is tried for a while, twice as long each time. */
  refused(queue: string): void;
}

/** Returns a record of all queues in which any may be tried. */
export function createRetries({ uptimeMs: now }: Pick<World, 'uptimeMs'>): Retries {
  const waits = new Map<string, { from: number; ms: number }>();
  return {
    mayTry: (queue) => {
      const wait = waits.get(queue);
      return !wait || now() - wait.from >= wait.ms;
    },
    taken: (queue) => void waits.delete(queue),
    refused: (queue) => {
      const before = waits.get(queue)?.ms ?? firstRetryMs / 2;
      waits.set(queue, { from: now(), ms: Math.min(mostRetryMs, before * 2) });
    },
  };
}
