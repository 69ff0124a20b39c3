import type { Log } from '../../platform.ts';

/** Work that nobody waits for, until the bot stops. */
export interface Background {
  run(what: string, work: Promise<unknown>): void;
  idle(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run(what, work) {
      const noted = work
        .catch((error: unknown) => log.warn({ err: error }, `failed in the background: ${what}`))
        .finally(() => running.delete(noted));
      running.add(noted);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
