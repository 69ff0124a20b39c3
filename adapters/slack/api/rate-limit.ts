/**
 * The limit of a method of Slack's, which counts its calls over all channels of a workspace: 50 a minute for tier 3. Up
 * to `burst` may go at once. https://docs.slack.dev/apis/web-api/rate-limits
 */
export interface MethodLimit {
  /**
   * Returns the milliseconds to wait before the call; 0 when it may go now, and then it counts. A caller who waits
   * keeps that turn.
   */
  take(who: string): number;
  /** Has everybody wait so many milliseconds, since Slack said so. */
  pause(ms: number): void;
}

const everyMs = 1_500;
const burst = 10;
/** A turn that nobody came for is given up. */
const keptMs = 60_000;

/** Returns a limit of which nothing is used. `elapsed` is in milliseconds from any start, and never goes back. */
export function createMethodLimit(elapsed: () => number): MethodLimit {
  const turns = new Map<string, number>();
  /** The time of the next turn if calls came evenly; `burst` of them may come before. */
  let next = elapsed() - burst * everyMs;

  function turnOf(who: string, now: number): number {
    const known = turns.get(who);
    if (known !== undefined && now - known < keptMs) return known;
    next = Math.max(next, now - burst * everyMs) + everyMs;
    return Math.max(next, now);
  }

  return {
    take: (who) => {
      const now = elapsed();
      const turn = turnOf(who, now);
      turns.delete(who);
      if (turn > now) turns.set(who, turn);
      return Math.max(0, turn - now);
    },
    pause: (ms) => {
      turns.clear();
      next = elapsed() + ms - everyMs;
    },
  };
}
