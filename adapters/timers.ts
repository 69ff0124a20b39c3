import type { Timers } from '../src/ports.ts';

/** Real time. After `stop` every wait ends at once. */
export function createTimers(): Timers & { stop(): void } {
  const waits = new Set<() => void>();
  let stopped = false;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        if (stopped) return resolve(false);
        const early = () => {
          clearTimeout(timer);
          waits.delete(early);
          resolve(false);
        };
        const timer = setTimeout(() => {
          waits.delete(early);
          resolve(true);
        }, ms);
        waits.add(early);
      }),
    stop: () => {
      stopped = true;
      for (const end of waits) end();
    },
  };
}
