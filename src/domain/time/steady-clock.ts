/** A leap of the wall clock by less than this many milliseconds does no harm: a clock is set by a little all the time. */
const marginMs = 60_000;
/** A wall clock that leapt is believed once it has gone on steadily for this many milliseconds. */
const steadyMs = 5 * 60_000;

/** The wall clock, and milliseconds that nobody can set. */
interface Clocks {
  clock: { now(): string };
  uptimeMs(): number;
}

/** A clock that does not follow a wall clock which leaps ahead, until that has been steady for five minutes. */
export interface SteadyClock {
  /** Returns the time, ISO 8601 in UTC. */
  now(): string;
  /** Returns whether the wall clock has gone on without a leap, ahead or back, for five minutes, or since the process began. */
  isSteady(): boolean;
}

/**
 * Returns the clock for work that is done because its time has come, and that nobody can undo. It believes the wall clock as it is now:
 * a process that starts hours after the last one ended waits for nothing. A leap ahead while the process runs is a wrong clock, or a
 * machine that was suspended; until that is certain the time goes on as before the leap. A leap back is followed at once. Each look at
 * the clock compares the wall clock with `uptimeMs`, so it has to be looked at regularly.
 */
export function steadyClock({ clock, uptimeMs }: Clocks): SteadyClock {
  /** By how many milliseconds the wall clock was ahead of `uptimeMs` while it was steady. */
  let believed = Date.parse(clock.now()) - uptimeMs();
  /** The other lead that it has now, and since when; null while it goes on steadily. */
  let other: { lead: number; since: number } | null = null;

  function look(wall: string): void {
    const up = uptimeMs();
    const lead = Date.parse(wall) - up;
    if (!other || Math.abs(lead - other.lead) > marginMs) other = { lead, since: up };
    if (Math.abs(lead - believed) > marginMs && up - other.since < steadyMs) return;
    believed = lead;
    other = null;
  }

  return {
    now: () => {
      const wall = clock.now();
      look(wall);
      return other && other.lead > believed ? new Date(Math.round(believed + uptimeMs())).toISOString() : wall;
    },
    isSteady: () => {
      look(clock.now());
      return other === null;
    },
  };
}
