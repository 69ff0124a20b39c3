/** The database's clock, which all replicas go by. */

/** Tells the time of the database; by this machine's clock before it was first heard. */
export type DatabaseClock = ReturnType<typeof databaseClock>;

/** Returns a clock that is told the database's time with each answer, and counts on by time that nobody can set. */
export function databaseClock(elapsed: () => number = () => performance.now()) {
  /** What is added to `elapsed`, and how far (ms) it may be off. */
  let known: { offset: number; error: number } | null = null;
  return {
    /** Records the database's time (epoch ms) in an answer to what was sent at `sentAt`, by `elapsed`. */
    heard(nowMs: number, sentAt: number): void {
      const roundTrip = elapsed() - sentAt;
      const offset = nowMs - (sentAt + elapsed()) / 2;
      const error = roundTrip / 2 + 1;
      // Two answers that agree tell the same time: then the clock does not tremble.
      if (known && Math.abs(offset - known.offset) <= error + known.error && known.error <= error) return;
      known = { offset, error };
    },
    /** Returns the time, ISO 8601 in UTC. */
    now: (): string => new Date(known ? known.offset + elapsed() : Date.now()).toISOString(),
    /** Returns by how many milliseconds this machine's clock is ahead of the database's; null before that was heard. */
    machineAheadMs: () => known && Date.now() - known.offset - elapsed(),
  };
}
