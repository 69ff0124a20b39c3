import type { Clock, Timers } from '../../src/ports/world.ts';

/** A clock that stands still until it is moved, and the waits that hang on it. */
export interface FakeTime extends Clock, Timers {
  /** Moves on, wakes who waited that long in order, and lets them work in between. */
  advance(ms: number): Promise<void>;
  /** As an operator would: waits keep their length. */
  set(now: string): void;
  /** Milliseconds by which it was moved on. */
  passed(): number;
  /** Ends all waits early. */
  stop(): void;
}

export function fakeTime(start: string): FakeTime {
  let wall = Date.parse(start);
  let passed = 0;
  let waits: { at: number; wake(whole: boolean): void }[] = [];
  return {
    now: () => new Date(wall).toISOString(),
    passed: () => passed,
    wait: (ms) => new Promise((wake) => waits.push({ at: passed + ms, wake })),
    async advance(ms) {
      const end = passed + ms;
      await settle();
      for (;;) {
        const next = waits.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waits = waits.filter((wait) => wait !== next);
        wall += Math.max(0, next.at - passed);
        passed = Math.max(passed, next.at);
        next.wake(true);
        await settle();
      }
      wall += end - passed;
      passed = end;
    },
    set: (now) => {
      wall = Date.parse(now);
    },
    stop: () => {
      for (const { wake } of waits) wake(false);
      waits = [];
    },
  };
}

/** Until nobody has anything left to do but wait: everything here is made of promises. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
}
