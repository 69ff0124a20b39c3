import { dateIn } from './date-in.ts';

/** How many midnights of the zone lie between two instants: 1 for yesterday. */
export function daysBetween(from: string, to: string, timezone: string): number {
  return Math.round((Date.parse(dateIn(to, timezone)) - Date.parse(dateIn(from, timezone))) / 86_400_000);
}
