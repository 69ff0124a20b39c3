/** Checks once after each start whether the audit trail is as it was written. */
import type { Log } from '../platform.ts';

/** Watches over the audit trail. */
export interface HistoryWatch {
  /** Begins the look in the background: start and serving do not wait for it. */
  start(): void;
  /** The problem in a sentence; null while none is known. */
  problem(): string | null;
}

/**
 * Logs the problem that `verify` resolves with; null is none. The bot serves all the same: without it the alerts would
 * be lost too.
 */
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
