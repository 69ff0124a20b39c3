import { remembered } from './remembered.ts';

/** How many midnights of the zone lie between two instants: 1 for yesterday. */
export function daysBetween(from: string, to: string, timezone: string): number {
  return Math.round((dateIn(to, timezone) - dateIn(from, timezone)) / 86_400_000);
}

/** Making a formatter costs more than using it a hundred times, and a megabyte for every few. */
const formatIn = remembered(
  200,
  (timeZone: string) => timeZone,
  (timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }),
);

function dateIn(at: string, timeZone: string): number {
  return Date.parse(formatIn(timeZone).format(new Date(at)));
}
