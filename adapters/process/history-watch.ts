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
