import { memoize } from '../text/memoize.ts';
import { fold } from '../text/words.ts';
import { wallAt } from './wall-clock.ts';

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
    new Intl.DateTimeFormat(undefined, { timeZone: zone });
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

/** Returns the time zones whose names have the words, in any order: first the places that begin with the first word, and of those the common ones first. */
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
