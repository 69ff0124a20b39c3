import { memoize } from '../text/memoize.ts';
import { fold } from '../text/words.ts';

/** Returns the calendar's date of an instant in a zone, `2026-11-24`. */
export function dateIn(at: string, timezone: string): string {
  return new Date(wallAt(Date.parse(at), timezone)).toISOString().slice(0, 10);
}

/** Returns the number of midnights of the zone between two instants: 1 for yesterday. */
export function daysBetween(from: string, to: string, timezone: string): number {
  return Math.round((Date.parse(dateIn(to, timezone)) - Date.parse(dateIn(from, timezone))) / 86_400_000);
}

/** Returns true when `zone` is an IANA time zone that this runtime knows. */
export const isTimezone = memoize(500, knows);

function knows(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** A list that cannot be searched offers these time zones: some of each part of the world. */
export const commonZones: readonly string[] =
  'UTC Europe/London Europe/Lisbon Europe/Paris Europe/Brussels Europe/Berlin Europe/Zurich Europe/Madrid Europe/Rome Europe/Warsaw Europe/Athens Europe/Istanbul Africa/Casablanca Africa/Lagos Africa/Johannesburg Africa/Cairo Africa/Nairobi Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Bangkok Asia/Singapore Asia/Shanghai Asia/Tokyo Australia/Perth Australia/Sydney Pacific/Auckland America/St_Johns America/Halifax America/Toronto America/New_York America/Chicago America/Denver America/Los_Angeles America/Mexico_City America/Bogota America/Sao_Paulo America/Argentina/Buenos_Aires Pacific/Honolulu'.split(
    ' ',
  );

/**
 * Returns the time zones whose names have the words, in any order: first the places that begin with the first word, and of those the
 * common ones first.
 */
export function zonesLike(text: string): string[] {
  const words = plain(text).split(' ').filter(Boolean);
  const all = [...new Set([...commonZones, ...Intl.supportedValuesOf('timeZone')])];
  const found = all.filter((zone) => words.every((word) => plain(zone).includes(word)));
  const begins = (zone: string) => plain(zone.slice(zone.lastIndexOf('/') + 1)).startsWith(words[0] ?? '');
  return [...found.filter(begins), ...found.filter((zone) => !begins(zone))];
}

function plain(text: string): string {
  return fold(text).replace(/[\s_/]+/g, ' ');
}

/* Times by the clock on the wall of a time zone, and the instants that they are. */

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

/** Returns the date and the time in a zone, such as `2026-11-24 09:00`. */
export function wallTimeIn(at: string, timezone: string): string {
  return new Date(wallAt(Date.parse(at), timezone)).toISOString().slice(0, 16).replace('T', ' ');
}

/** Returns the date `days` later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Returns the Monday of the week of a date. */
export function mondayOf(date: string): string {
  return dateAfter(date, -((weekdayOf(date) + 6) % 7));
}

/** Returns the day of the week of a date: 0 for Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
