import { hour } from '../support/time.ts';
import { daysLater, nineOn, wallAt } from './calendar.ts';
import { people } from './cast.ts';

/** Once an hour at some minute, and around nine and eighteen o'clock of every reader. */
export function instants(start: number, days: number): number[] {
  const zones = [...new Set(['UTC', 'Asia/Kolkata', ...people.map(({ timezone }) => timezone ?? 'UTC')])];
  const found = new Set<number>();
  for (let at = start; at < start + days * 24 * hour; at += hour) found.add(at + 137_000);
  for (const zone of zones)
    for (let n = 0; n < days; n++) {
      const nine = nineOn(daysLater(wallAt(start, zone).date, n + 1), zone);
      for (const off of [-20_000, 4_000, 9 * hour - 30_000, 9 * hour + 2_000]) found.add(nine + off);
    }
  return [...found].filter((at) => at < start + days * 24 * hour).sort((a, b) => a - b);
}
