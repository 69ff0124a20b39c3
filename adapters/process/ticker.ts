import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from '../platform.ts';

/**
 * Milliseconds without a finished tick after which something hangs: ticks come every ten seconds, and one may take a while
 * when what it asks answers slowly.
 */
export const standstillMs = 300_000;

/** Tells how long ago a tick ended. */
export interface TickWatch {
  /** The same bot, whose ticks are noted. */
  bot: Bot;
  /** Milliseconds since a tick last ended, failed or not; before the first one ended, since the watch began. */
  ageMs(): number;
}

/** Notices when ticks stand still. `now` is in milliseconds, of a clock that nobody sets. */
export function watchTicks(bot: Bot, now: () => number = () => performance.now()): TickWatch {
  let endedAt = now();
  const tick = () =>
    bot.tick().finally(() => {
      endedAt = now();
    });
  return { bot: { ...bot, tick }, ageMs: () => now() - endedAt };
}

/** Work that is done over and over. */
export interface Ticker {
  /** Resolves when the one under way is done. */
  stop(): Promise<void>;
}

/** Does `work` at once and then about every `everyMs`, never two at a time. A failure is logged, and the next one tries again. */
export function ticking(work: () => Promise<void>, log: Log, everyMs = 60_000): Ticker {
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
