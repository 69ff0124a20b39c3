import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from '../platform.ts';

/**
 * Logs an error when an alert reaches nobody, since nobody can be told of it in the chat. Returns the bot, which looks after
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
