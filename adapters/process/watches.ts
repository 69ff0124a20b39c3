import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from '../platform.ts';

/**
 * Makes a check of the audit trail that runs once after each start, in the background. `verify` resolves with the problem in
 * a sentence, or with null. The bot serves all the same: without it the alerts would be lost too.
 */
export function watchHistory(verify: () => Promise<string | null>, log: Log) {
  let problem: string | null = null;

  async function check(): Promise<void> {
    const began = performance.now();
    try {
      problem = await verify();
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const ms = Math.round(performance.now() - began);
    if (problem !== null) log.error({ ms }, problem);
    else log.info({ ms }, 'the history is whole');
  }

  return {
    /** Begins the check, and returns at once. */
    start: () => void check(),
    /** Returns the problem that was found; null while none is known. */
    problem: () => problem,
  };
}

/**
 * Logs an error when an alert reaches nobody, since no message in the chat can say so. Returns the bot, which looks after
 * each tick, also after one that failed, and `count`, which returns how many such alerts `ask` found at the last look.
 */
export function watchStranded(bot: Bot, ask: () => Promise<number>, log: Log) {
  let known = 0;
  return { count: () => known, bot: { ...bot, tick: () => bot.tick().finally(look) } };

  async function look(): Promise<void> {
    const count = await ask();
    if (count > known) log.error({ count }, `alerts reach nobody: ${strandedAdvice}`);
    if (count === 0 && known > 0) log.info({}, 'every open alert has reached somebody');
    known = count;
  }
}

/** Tells an operator how alerts reach somebody again. */
export const strandedAdvice =
  'name an admin in ADMINS who writes to the bot once, or add the bot to a channel of the contact';
