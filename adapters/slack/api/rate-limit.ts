/** The most calls in a window, and its length (ms): half a second more than Slack's minute. */
const tier3 = 50;
const windowMs = 60_500;
/** A turn is given up when nobody came for it so long after its time. */
const keptMs = 15_000;
/** Time (ms) without a refusal after which Slack may allow more calls again. */
const cautiousMs = 600_000;

interface WaitingCall {
  urgent: boolean;
  /** The turn is given up then. */
  until: number;
}

/**
 * Returns the limit of a method of Slack's, which counts its calls over all channels of a workspace: 50 a minute for tier 3. Nothing of it
 * is used yet. `elapsed` is in milliseconds from any start, and never goes back.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function createMethodLimit(elapsed: () => number) {
  const waiting = new Map<string, WaitingCall>();
  /** When the last calls were made, in order. */
  let made: number[] = [];
  let most = tier3;
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let refusedAt = Number.NEGATIVE_INFINITY;

  function tidy(now: number): void {
    made = made.filter((at) => now - at < windowMs);
    for (const [who, { until }] of waiting) if (now > until) waiting.delete(who);
    if (now - refusedAt >= cautiousMs) most = tier3;
  }

  /** Returns how many calls go before this one. */
  function before(who: string, urgent: boolean): number {
    let count = 0;
    let isAhead = true;
    for (const [other, turn] of waiting) {
      if (other === who) isAhead = false;
      else if (urgent ? turn.urgent && isAhead : turn.urgent || isAhead) count += 1;
    }
    return count;
  }

  /** Returns when a call goes that has `place` others before it. */
  function turnAt(place: number, now: number): number {
    const free = most - made.length;
    if (place < free) return Math.max(now, blockedUntil);
    // Each call makes room for another one when it leaves the window.
    const ahead = place - free;
    const round = Math.floor(ahead / most);
    const leaves = made[ahead % most] ?? now;
    return Math.max(blockedUntil, leaves + windowMs * (1 + round));
  }

  return {
    /**
     * Returns the milliseconds to wait before the call; 0 when it may go now, and then it counts. Who waits has a turn:
     * urgent calls first, and of these who asked first.
     */
    take(who: string, urgent: boolean): number {
      const now = elapsed();
      tidy(now);
      const turn = turnAt(before(who, urgent), now);
      if (turn > now) {
        waiting.set(who, { urgent, until: turn + keptMs });
        return turn - now;
      }
      waiting.delete(who);
      made.push(now);
      return 0;
    },
    /** Gives `who` a turn before the call can be made, which may be `ms` later. */
    expect(who: string, urgent: boolean, ms: number): void {
      waiting.set(who, { urgent, until: elapsed() + ms + keptMs });
    },
    /** Makes every call wait this long (ms), since Slack said so; after that as few calls go in a minute as Slack took. */
    pause(ms: number): void {
      const now = elapsed();
      tidy(now);
      // The refused call is the last one made.
      most = Math.max(1, made.length - 1);
      blockedUntil = now + ms;
      refusedAt = now;
    },
  };
}
