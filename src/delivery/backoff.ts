/** How long the outbox waits after a failed attempt. What was refused is retried by `retry-refused.ts`. */
import { doubledMs } from '../domain/time/exponential-backoff.ts';
import type { ChatErrorKind } from '../ports/chat.ts';
import { StoreFull, StoreUnwritable } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/**
 * The milliseconds from one attempt to the next while something fails: first few, since an alert waits, then a minute, after an hour five.
 */
const first = 250;
const quick = 4_000;
const patientAfterMs = 3 * 60_000;
const patient = 60_000;
const seldomAfterMs = 60 * 60_000;
const seldom = 5 * 60_000;

/** Returns the backoff (ms) after this number of failures in a row, the first of them `sinceMs` ago. `dice`: 0 to 1. */
export function backOffMs(times: number, sinceMs: number, dice: number): number {
  const wait = sinceMs > patientAfterMs ? patient : doubledMs(first, times + 1, quick);
  return (sinceMs > seldomAfterMs ? seldom : wait) * (0.5 + dice / 2);
}

/**
 * Makes a change, and retries it with backoff, at most 4 s apart, while the disk refuses writes. Rejects with StoreUnwritable when the bot
 * stops first. A full store is not retried: other changes may still go through.
 */
export async function onceWritable<T>(change: () => Promise<T>, { timers, dice }: Pick<World, 'timers' | 'dice'>) {
  for (let times = 1; ; times++) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof StoreUnwritable) || error instanceof StoreFull) throw error;
      if (!(await timers.wait(backOffMs(times, 0, dice())))) throw error;
    }
  }
}

/**
 * Returns the backoff (ms) of one delivery after this number of refusals: 5 minutes up to a day for a refused card, which hardly changes.
 * 0 when the channel refused: once it accepts something, the rest may be tried too.
 */
export function refusedMs(kind: ChatErrorKind, refusals: number): number {
  return kind === 'card' ? doubledMs(5 * 60_000, refusals, 24 * 60 * 60_000) : 0;
}

/** The bot waits at most 30 days, whatever the platform says. */
const maxPauseMs = 30 * 24 * 60 * 60_000;
/** The admins are notified when a platform names a longer time than five minutes. */
const longPauseMs = 5 * 60_000;
/** Backoff (ms), first and longest, before a queue's refused deliveries are tried again after it refused one once more. */
const firstRetryMs = 60_000;
const maxRetryMs = 60 * 60_000;

interface Hold {
  /** The time of the last answer, by the process's own clock, and the milliseconds to wait from then on beyond the interval of calls. */
  at: number;
  extraMs: number;
  /** True when the platform named the time (`Retry-After`). */
  named: boolean;
  /** The only delivery that failed since the last answer; null for none. */
  only: string | null;
  /** The number of failures of different deliveries, and the time of the first. */
  failures: number;
  failingSince: number;
}

/** How long each queue pauses before its next attempt. */
export type Backoff = ReturnType<typeof createBackoff>;

/** Returns a backoff without failures. It is in memory only: after a start every queue waits for one interval of calls. */
export function createBackoff({ clock, uptimeMs: now, dice }: Pick<World, 'clock' | 'uptimeMs' | 'dice'>) {
  const start: Hold = { at: now(), extraMs: 0, named: false, only: null, failures: 0, failingSince: 0 };
  const holds = new Map<string, Hold>();
  const retries = new Map<string, { from: number; refusals: number }>();
  const hold = (queue: string): Hold => holds.get(queue) ?? start;

  return {
    /** Returns the ms until the next call. A `fresh` (never tried) delivery waits at most `quick` ms for the failures of others. */
    holdMs(queue: string, postIntervalMs: number, fresh: boolean): number {
      const { at, extraMs, named } = hold(queue);
      const whole = Math.max(postIntervalMs, fresh && !named ? Math.min(extraMs, quick) : extraMs);
      return Math.max(0, at + whole - now());
    },
    /** Records that the platform answered: from now on only the interval of calls counts. */
    answered(queue: string): void {
      holds.set(queue, { ...start, at: now() });
    },
    /** Records that the bot itself failed with a delivery, perhaps after it called the platform: the others wait for the interval of calls. */
    stumbled(queue: string): void {
      holds.set(queue, { ...hold(queue), at: now() });
    },
    /** Records that the platform accepts no calls for this time. */
    pause(queue: string, ms: number): void {
      holds.set(queue, { ...hold(queue), at: now(), extraMs: Math.min(ms, maxPauseMs), named: true });
    },
    /** Records that a delivery failed. Returns for how many milliseconds the whole queue holds back; null while all others may go on. */
    failed(queue: string, deliveryId: string): number | null {
      const before = hold(queue);
      const alone = before.failures === 0 && (before.only === null || before.only === deliveryId);
      const failures = alone ? 0 : before.failures + 1;
      const failingSince = before.failures === 0 ? now() : before.failingSince;
      const extraMs = alone ? 0 : Math.min(patient, backOffMs(failures, now() - failingSince, dice()));
      holds.set(queue, { at: now(), extraMs, named: false, only: deliveryId, failures, failingSince });
      return alone ? null : extraMs;
    },
    /**
     * Returns until when the platform takes nothing, if that is longer than five minutes from when it said so: ISO 8601, UTC; null
     * otherwise.
     */
    longPause(queue: string): string | null {
      const { at, extraMs, named } = hold(queue);
      if (!named || extraMs <= longPauseMs) return null;
      return new Date(Date.parse(clock.now()) + at + extraMs - now()).toISOString();
    },
    /** Returns whether the queue may be tried with a delivery that it refused before. After a start it may be. */
    mayRetry(queue: string): boolean {
      const wait = retries.get(queue);
      return !wait || now() - wait.from >= doubledMs(firstRetryMs, wait.refusals, maxRetryMs);
    },
    /** Ends the retry back-off of a queue after a retried delivery succeeded. Each further success lets one more refused delivery go. */
    retryTaken(queue: string): void {
      retries.delete(queue);
    },
    /** Records that the queue refused one again: it is not tried with the others for a while, twice as long each time. */
    retryRefused(queue: string): void {
      retries.set(queue, { from: now(), refusals: (retries.get(queue)?.refusals ?? 0) + 1 });
    },
  };
}
