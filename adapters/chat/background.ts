/**
 * Returns a place for work that nobody waits for. It calls `failed` for work that rejects, with the name that the work
 * was run under.
 */
export function createBackground(failed: (error: unknown, what: string) => void) {
  const running = new Set<Promise<unknown>>();
  return {
    /** Runs the work. `what` names it for the log, should it fail. */
    run(what: string, work: Promise<unknown>): void {
      const noted = work.catch((error: unknown) => failed(error, what)).finally(() => running.delete(noted));
      running.add(noted);
    },
    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
