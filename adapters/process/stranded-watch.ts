import type { Bot } from '../../src/request/interaction.ts';
import type { Log } from '../platform.ts';

/** Watches for alerts that nobody gets. */
export interface StrandedWatch {
  /** The same bot, which looks after each tick. */
  bot: Bot;
  /** How many alerts nobody had at the last look. */
  count(): number;
}

/** Says aloud when alerts come that nobody gets: whoever could be told in the chat is who is missing. */
export function watchStranded(bot: Bot, ask: () => Promise<number>, log: Log): StrandedWatch {
  let known = 0;
  return {
    count: () => known,
    bot: {
      ...bot,
      async tick() {
        // Whatever of it failed: who gets no alert is said all the same.
        await bot.tick().finally(look);
      },
    },
  };

  async function look(): Promise<void> {
    const count = await ask();
    if (count > known) log.error({ count }, `alerts reach nobody: ${strandedAdvice}`);
    if (count === 0 && known > 0) log.info({}, 'every open alert has reached somebody');
    known = count;
  }
}

/** What an operator can do about it. */
export const strandedAdvice =
  'name an admin in ADMINS who writes to the bot once, or add the bot to a channel of the contact';
