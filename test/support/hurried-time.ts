import type { Clock, Timers } from '../../src/ports/world.ts';
import { elapsed, today } from './time.ts';

/** A clock that runs many times as fast as the real one, and can be moved; what waits, waits by it. */
export interface HurriedTime extends Clock, Timers {
  /** Moves on at once: whoever waits has waited that much. */
  jump(ms: number): void;
  /** As an operator sets the wall clock: waits keep their length. */
  set(now: string): void;
  /** Milliseconds that went by, whatever the wall clock was set to. */
  passed(): number;
  /** Ends all waits early. */
  stop(): void;
  /** And waits again after a stop. */
  go(): void;
}

export function hurriedTime(speed: number, start = today): HurriedTime {
  const origin = elapsed();
  let jumped = 0;
  let wall = Date.parse(start);
  let stopped = false;
  const passed = () => (elapsed() - origin) * speed + jumped;
  const waits = new Set<{ due: number; wake(whole: boolean): void; timer: NodeJS.Timeout | undefined }>();

  function plan(wait: { due: number; wake(whole: boolean): void; timer: NodeJS.Timeout | undefined }): void {
    clearTimeout(wait.timer);
    wait.timer = setTimeout(() => wait.wake(true), Math.max(0, (wait.due - passed()) / speed));
  }

  return {
    now: () => new Date(wall + passed()).toISOString(),
    passed,
    wait: (ms) =>
      new Promise((resolve) => {
        if (stopped) return resolve(false);
        const wait = {
          due: passed() + ms,
          timer: undefined,
          wake: (whole: boolean) => {
            clearTimeout(wait.timer);
            waits.delete(wait);
            resolve(whole);
          },
        };
        waits.add(wait);
        plan(wait);
      }),
    jump(ms) {
      jumped += ms;
      for (const wait of waits) plan(wait);
    },
    set(now) {
      wall = Date.parse(now) - passed();
    },
    stop() {
      stopped = true;
      for (const { wake } of waits) wake(false);
    },
    go() {
      stopped = false;
    },
  };
}
