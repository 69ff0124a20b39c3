/** Whether the audit trail is as it was written, looked at once after each start. */
import type { Log } from '../platform.ts';

/** Watches over the audit trail. */
export interface HistoryWatch {
  /** Begins the look in the background: start and serving do not wait for it. */
  start(): void;
  /** What is wrong, in a sentence; null while nothing is known to be. */
  problem(): string | null;
}

/** Says aloud what is wrong, `verify`'s sentence. It is no reason not to serve: whoever takes the bot away would take the alerts away too. */
export function watchHistory(verify: () => Promise<string | null>, log: Log): HistoryWatch {
  let problem: string | null = null;

  async function look(): Promise<void> {
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

  return { start: () => void look(), problem: () => problem };
}
