/** Times by the clock on the wall of a time zone, and the instants that they are. */
import { memoize } from '../text/memoize.ts';

const digits = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
const gregorian = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short' } as const;
const formatOf = memoize(
  200,
  (timeZone: string) => new Intl.DateTimeFormat('en-US', { timeZone, ...gregorian, ...digits, second: 'numeric' }),
);

/** Zones change their clocks at whole quarters of an hour. */
const quarterMs = 900_000;

/** Returns the offset from UTC in milliseconds at the beginning of that quarter of an hour. Asking Intl takes longer than all the rest. */
const offsetIn = memoize(20_000, (quarter: number, zone: string) => {
  const instant = quarter * quarterMs;
  const written = formatOf(zone).formatToParts(instant);
  const parts = new Map(written.map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const year = parts.get('era') === 'BC' ? 1 - of('year') : of('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, of('month') - 1, of('day'));
  return wall.setUTCHours(of('hour'), of('minute'), of('second')) - instant;
});

/** Returns the wall-clock time at an instant, as milliseconds: those that UTC has when its clocks show the same. */
export function wallAt(instant: number, zone: string): number {
  return instant + offsetIn(Math.floor(instant / quarterMs), zone);
}

const dayMs = 86_400_000;

/**
 * Returns the instant of a wall-clock time. Of two instants, when clocks are set back, the first; for a time that clocks
 * skip, the one by the offset before: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
 */
export function instantOf(wall: number, zone: string): number {
  const [before, after] = [wall - dayMs, wall + dayMs].map((near) => wallAt(near, zone) - near);
  const found = [before, after]
    .map((offset) => wall - (offset ?? 0))
    .filter((instant) => wallAt(instant, zone) === wall);
  return found.length > 0 ? Math.min(...found) : wall - (before ?? 0);
}

/** Returns the time this many milliseconds after another one. Both are ISO 8601, UTC. */
export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
