import { doubledMs } from '../../src/domain/time/exponential-backoff.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Timers } from '../../src/ports/world.ts';

/** The most attempts for a reply, and the time (ms) for all of them: people who wait longer ask again. */
const maxTries = 3;
const longestMs = 10_000;
/** Timeout (ms) of one attempt, so that one that hangs leaves time for another. */
const eachMs = 3_000;
/** A try that would have fewer milliseconds is not begun. */
const leastMs = 500;

/**
 * Runs `call` until it works, for at most `wholeMs` milliseconds. `call` gets the milliseconds that it may take, and
 * rejects with ChatError.
 */
export type RetryReply = <T>(call: (ms: number) => Promise<T>, wholeMs?: number) => Promise<T>;

/**
 * Returns a function that sends a person their reply although something goes wrong once or twice: it tries again a call
 * to a platform that is busy, broken or locked for a moment, when the platform says so or after a pause that grows. It
 * does not try a refusal again. A reply whose confirmation was lost may so come twice, which harms nobody. Rejects with
 * the last ChatError. `elapsed` is in milliseconds and never goes back.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export function createRetryReply(world: { timers: Timers; elapsed: () => number; dice: () => number }): RetryReply {
  const { timers, elapsed, dice } = world;
  return async (call, wholeMs = longestMs) => {
    const end = elapsed() + wholeMs;
    for (let failed = 1; ; failed++) {
      try {
        return await call(Math.min(eachMs, end - elapsed()));
      } catch (error) {
        if (!(error instanceof ChatError) || !isPassing(error) || failed === maxTries) throw error;
        const pauseMs = error.retryAfterMs ?? doubledMs(800, failed, longestMs) * (0.5 + dice() / 2);
        if (elapsed() + pauseMs + leastMs > end || !(await timers.wait(pauseMs))) throw error;
      }
    }
  };
}

/** Returns whether a retry of the same call may succeed. */
export function isPassing({ kind }: ChatError): boolean {
  return kind === 'unreachable' || kind === 'lockedOut';
}
