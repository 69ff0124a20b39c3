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
  /**
   * Returns the time for what arrives and for what people do: the wall clock's, but after a leap back the time as it went on before the
   * leap, until the wall clock was steady for five minutes.
   */
  arrival(): string;
  /** Returns whether the wall clock has gone on without a leap, ahead or back, for five minutes, or since the process began. */
  isSteady(): boolean;
}

/**
 * Returns the clock for work that is done because its time has come, and that nobody can undo. It believes the wall clock as it is now:
 * a process that starts hours after the last one ended waits for nothing. A leap ahead while the process runs is a wrong clock, or a
 * machine that was suspended; until that is certain the time goes on as before the leap. A leap back is followed at once. Each look at
 * the clock compares the wall clock with `uptimeMs`, so it has to be looked at regularly. What arrives is stored with the time after
 * a leap ahead, which can be taken back where it was wrong, and with the time before a leap back: an alert of yesterday would be overdue.
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

  /** Returns the wall clock's time, or the time as it went on before a leap in that direction which is not believed yet. */
  function without(leap: 'ahead' | 'back'): string {
    const wall = clock.now();
    look(wall);
    const isUnbelieved = other && (leap === 'ahead' ? other.lead > believed : other.lead < believed);
    return isUnbelieved ? new Date(Math.round(believed + uptimeMs())).toISOString() : wall;
  }

  return {
    now: () => without('ahead'),
    arrival: () => without('back'),
    isSteady: () => {
      look(clock.now());
      return other === null;
    },
  };
}
