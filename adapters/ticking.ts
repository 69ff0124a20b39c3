import type { Log } from './platform.ts';

export interface Ticking {
  /** Resolves when the one under way is done. */
  stop(): Promise<void>;
}

/** Does `work` at once and then about every `everyMs`, never two at a time. A failure is logged, and the next one tries again. */
export function ticking(work: () => Promise<void>, log: Log, everyMs = 60_000): Ticking {
  let underWay: Promise<void> | null = null;
  const tick = () => {
    underWay ??= work()
      .catch((error: unknown) => log.error({ err: error }, 'what time brings could not be done'))
      .finally(() => {
        underWay = null;
      });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
