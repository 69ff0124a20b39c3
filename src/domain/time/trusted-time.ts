import dayjs from 'dayjs';

/** The time that deleting and closing go by: the wall clock, except that it is not believed at once when it leaps ahead. */
export interface Trusted {
  id: 'clock';
  at: string;
  /** Milliseconds for which the bot has run in its life; time while it is stopped does not count. Never goes back. */
  runMs: number;
  /** Since when, in `runMs`, the wall clock has been ahead by more than it may, and by how many milliseconds; null while it is not. */
  doubt: { since: number; lead: number } | null;
  /** What the wall clock said at the last look, and since when, in `runMs`, it has leapt neither way. */
  wall: string;
  steadySince: number;
}

const hourMs = 3_600_000;
/** The wall clock may be ahead by this much without doubt. */
const marginMs = hourMs;
/** A wall clock that is ahead, steadily, while the bot runs for this long is right: the bot was stopped, or the clock was behind. */
const doubtMs = 24 * hourMs;

/** At the first look of its life a bot believes the wall clock; it deletes nothing for a day. */
export function firstLook(wall: string): Trusted {
  return { id: 'clock', at: wall, runMs: 0, doubt: null, wall, steadySince: 0 };
}

/** Where the trusted time is after the bot ran for `passed` milliseconds more, and the wall clock says `wall`. */
export function moved(before: Trusted, wall: string, passed: number): Trusted {
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

/** Whether the wall clock went on for an hour without a leap, and says a year in which this was written or a later one. */
export function isSteady({ runMs, steadySince, wall }: Trusted): boolean {
  return runMs - steadySince >= hourMs && wall >= '2026';
}
