import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from './log.ts';

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
