/** How many midnights of the zone lie between two instants: 1 for yesterday. */
export function daysBetween(from: string, to: string, timezone: string): number {
  return Math.round((dateIn(to, timezone) - dateIn(from, timezone)) / 86_400_000);
}

function dateIn(at: string, timeZone: string): number {
  return Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at)));
}
