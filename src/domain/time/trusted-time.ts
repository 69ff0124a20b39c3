import dayjs from 'dayjs';

/** Deleting and closing go by the trusted time: it follows the wall clock, but does not believe it at once when it leaps ahead. */
export interface TrustedTime {
  id: 'clock';
  at: string;
  /** How long (ms) the bot has run in its life, without the time while it is stopped. It never goes back. */
  runMs: number;
  /** The wall clock has been ahead by `lead` milliseconds, more than it may, since this `runMs`; null while it is not. */
  doubt: { since: number; lead: number } | null;
  /** The wall clock said this at the last look, and has leapt neither way since the `runMs` of `steadySince`. */
  wall: string;
  steadySince: number;
}

const hourMs = 3_600_000;
/** The wall clock may be ahead by this much without doubt. */
const marginMs = hourMs;
/** A wall clock that is ahead, steadily, while the bot runs for this long is right: the bot was stopped, or the clock was behind. */
const doubtMs = 24 * hourMs;

/** Returns the trusted time at the first look in the life of a bot: it believes the wall clock, and deletes nothing for a day. */
export function initialTrusted(wall: string): TrustedTime {
  return { id: 'clock', at: wall, runMs: 0, doubt: null, wall, steadySince: 0 };
}

/** Returns the trusted time after the bot ran for `passed` milliseconds more, when the wall clock says `wall`. */
export function advance(before: TrustedTime, wall: string, passed: number): TrustedTime {
  const runMs = before.runMs + passed;
  const leap = Math.abs(Date.parse(wall) - Date.parse(before.wall) - passed);
  const looked = { ...before, runMs, wall, steadySince: leap > marginMs ? runMs : before.steadySince };
  const expected = Date.parse(before.at) + passed;
  const lead = Date.parse(wall) - expected;
  if (lead <= marginMs) return { ...looked, at: wall, doubt: null };
  const known = before.doubt;
  const doubt = known && Math.abs(known.lead - lead) <= marginMs ? known : { since: runMs, lead };
  if (runMs - doubt.since >= doubtMs) return { ...looked, at: wall, doubt: null };
  return { ...looked, at: dayjs(expected).toISOString(), doubt };
}

/**
 * Returns when the trusted time reaches `time`, by a wall clock that goes on as now: later than `time` after the bot was stopped, since
 * the trusted time follows only while the bot runs, or after a day of running.
 */
export function reachedAt(time: string, { at, wall, runMs, doubt }: Omit<TrustedTime, 'id'>): string {
  if (!doubt) return time;
  const left = Math.min(Date.parse(time) - Date.parse(at), doubtMs - (runMs - doubt.since));
  const reached = dayjs(wall).add(left, 'millisecond').toISOString();
  return reached > time ? reached : time;
}

/** How often (ms of running) the trusted time is stored: a restart loses as much at most. */
export const storeEveryMs = 600_000;

/**
 * Returns for how many milliseconds the bot has run when the wall clock says `wall`, by the time as it was stored last; 0 without one.
 * It is no less than the trusted time, unless the clock was set back, and at most `keptEveryMs` more.
 */
export function runMsFrom(stored: TrustedTime | null, wall: string): number {
  if (!stored) return 0;
  const passed = Date.parse(wall) - Date.parse(stored.wall);
  return stored.runMs + Math.min(Math.max(passed, 0), storeEveryMs);
}

/** Returns true when the wall clock went on for an hour without a leap, and says 2026 or later: this program is no older. */
export function isSteady({ runMs, steadySince, wall }: TrustedTime): boolean {
  return runMs - steadySince >= hourMs && wall >= '2026';
}

/** A leap of the wall clock by less than this many milliseconds does no harm: a clock is set by a little all the time. */
const steadyMarginMs = 60_000;
/** A wall clock that leapt is believed once it has gone on steadily for this many milliseconds. */
const steadyMs = 5 * 60_000;

/** The wall clock, and milliseconds that nobody can set. */
interface Clocks {
  clock: { now(): string };
  uptimeMs(): number;
}

/** A clock that follows a leap ahead of the wall clock only after the wall clock has been steady for five minutes. */
export interface SteadyClock {
  /** Returns the time, ISO 8601 in UTC. */
  now(): string;
  /**
   * Returns the time for what arrives and for what people do: the wall clock's, but after a leap back the time as it went on before the
   * leap, until the wall clock was steady for five minutes.
   */
  arrival(): string;
  /** Returns whether the wall clock has gone on without a leap, ahead or back, for the last five minutes of this process. */
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
  const begun = uptimeMs();
  /** By how many milliseconds the wall clock was ahead of `uptimeMs` while it was steady. */
  let believed = Date.parse(clock.now()) - begun;
  /** The other lead that it has now, and since when; null while it goes on steadily. */
  let other: { lead: number; since: number } | null = null;

  function look(wall: string): void {
    const up = uptimeMs();
    const lead = Date.parse(wall) - up;
    if (!other || Math.abs(lead - other.lead) > steadyMarginMs) other = { lead, since: up };
    if (Math.abs(lead - believed) > steadyMarginMs && up - other.since < steadyMs) return;
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
      return other === null && uptimeMs() - begun >= steadyMs;
    },
  };
}
