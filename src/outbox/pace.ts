import type { World } from '../ports.ts';

/** Back-off while a platform fails: quick at first, since an alert waits; then once a minute. */
const first = 250;
const most = 4_000;
const patientAfterMs = 3 * 60_000;
const patient = 60_000;

/** How long a queue has to hold back. Kept in memory: after a start every queue waits out one pace. */
export interface Pace {
  /** Milliseconds until the next call may go out. */
  holdMs(queue: string, paceMs: number): number;
  answered(queue: string): void;
  /** The platform named the time. */
  pause(queue: string, ms: number): void;
  failed(queue: string): void;
}

interface Hold {
  /** When the last answer came, and how long to wait from then on beyond the pace. */
  at: number;
  extraMs: number;
  failures: number;
  failingSince: number;
}

export function createPace({ clock, dice }: Pick<World, 'clock' | 'dice'>): Pace {
  const now = () => Date.parse(clock.now());
  const start = { at: now(), extraMs: 0, failures: 0, failingSince: 0 };
  const holds = new Map<string, Hold>();
  const hold = (queue: string): Hold => holds.get(queue) ?? start;
  return {
    holdMs: (queue, paceMs) => {
      const { at, extraMs } = hold(queue);
      const whole = Math.max(paceMs, extraMs);
      // The clock may have been set back: never hold longer than was meant.
      return Math.max(0, Math.min(whole, at + whole - now()));
    },
    answered: (queue) => void holds.set(queue, { ...start, at: now() }),
    pause: (queue, ms) => void holds.set(queue, { ...hold(queue), at: now(), extraMs: ms }),
    failed: (queue) => {
      const before = hold(queue);
      const failures = before.failures + 1;
      const failingSince = before.failures === 0 ? now() : before.failingSince;
      const wait = now() - failingSince > patientAfterMs ? patient : Math.min(most, first * 2 ** Math.min(failures, 8));
      holds.set(queue, { at: now(), extraMs: wait * (0.5 + dice() / 2), failures, failingSince });
    },
  };
}
