import type { Clock, Timers } from '../../src/ports/world.ts';
import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from './log.ts';

/** The clock of this machine. */
export const clock: Clock = { now: () => new Date().toISOString() };

/**
 * The slices (ms) into which a wait is cut: setTimeout counts in 32 bits, and anything longer than 24.8 days
 * would end at once. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
 */
const longest = 24 * 60 * 60_000;

/** Returns timers of real time. After `stop` every wait ends at once. */
export function createTimers(): Timers & { stop(): void } {
  const waits = new Set<() => void>();
  let stopped = false;

  /** Resolves with true when that long has passed, with false when the bot stops before. */
  function slice(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
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
    });
  }

  return {
    wait: async (ms) => {
      let left = ms;
      for (; left > longest; left -= longest) if (!(await slice(longest))) return false;
      return slice(left);
    },
    stop: () => {
      stopped = true;
      for (const end of waits) end();
    },
  };
}

/**
 * Resolves or rejects as `work` does; after `ms` milliseconds it resolves with what `late` returns, or rejects with
 * what `late` throws. `work` itself goes on. The core's `inTime` goes by the world's timers, which end with the bot.
 */
export async function withTimeout<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  }).then(late);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The time (ms) without a finished tick after which something hangs: ticks come every ten seconds, and one may take a while
 * when a platform or a name server answers slowly.
 */
export const standstillMs = 300_000;

/**
 * Runs `look` after each tick, failed or not, and notices when ticks stand still. Returns the bot with such ticks, and `ageMs`: the
 * milliseconds since one last ended; since the watch began, before the first one ended. `now` is in milliseconds, of a clock that
 * nobody sets.
 */
export function watchTicks(bot: Bot, look: () => Promise<void>, now: () => number = () => performance.now()) {
  let endedAt = now();
  const ended = () => {
    endedAt = now();
  };
  const tick = () => bot.tick().finally(look).finally(ended);
  return { bot: { ...bot, tick }, ageMs: () => now() - endedAt };
}

/**
 * Does `work` at once and then about every `everyMs` milliseconds, never two at a time. A failure is logged, and the next one
 * tries again. The returned `stop` resolves when the one under way is done.
 */
export function ticking(work: () => Promise<void>, log: Log, everyMs: number) {
  let underWay: Promise<void> | null = null;
  const tick = () => {
    underWay ??= work()
      .catch((error: unknown) => log.error({ event: 'tick.failed', err: error }, 'tick failed'))
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
