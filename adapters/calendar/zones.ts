/** The names that calendars have for time zones. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isTimezone } from '../../src/domain/time/zones.ts';

const file = new URL('../../data/calendar/windows-zones.json', import.meta.url);
const { zones } = z.object({ zones: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(file, 'utf8')));
const ofWindows = new Map(Object.entries(zones));

/**
 * Returns the IANA zone of a calendar's `TZID`: an IANA name itself, one of Windows' names by CLDR's table, or Exchange's
 * own name of UTC. Null for any other name: an offset that somebody guessed would put the wrong person on call.
 */
export function zoneNamed(name: string): string | null {
  const bare = name.trim();
  if (bare === 'tzone://Microsoft/Utc') return 'UTC';
  const zone = ofWindows.get(bare) ?? bare;
  return isTimezone(zone) ? zone : null;
}
