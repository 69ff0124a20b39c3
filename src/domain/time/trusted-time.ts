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

/** How often (ms of running) the trusted time is stored: a restart loses as much at most. */
export const keptEveryMs = 600_000;

/**
 * Returns for how many milliseconds the bot has run when the wall clock says `wall`, by the time as it was stored last; 0 without one.
 * It is no less than the trusted time, unless the clock was set back, and at most `keptEveryMs` more.
 */
export function runMsFrom(stored: TrustedTime | null, wall: string): number {
  if (!stored) return 0;
  const passed = Date.parse(wall) - Date.parse(stored.wall);
  return stored.runMs + Math.min(Math.max(passed, 0), keptEveryMs);
}

/** Returns true when the wall clock went on for an hour without a leap, and says 2026 or later: this program is no older. */
export function isSteady({ runMs, steadySince, wall }: TrustedTime): boolean {
  return runMs - steadySince >= hourMs && wall >= '2026';
}
