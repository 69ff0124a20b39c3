/** The names that calendars have for time zones. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isTimezone } from '../../src/domain/time/zones.ts';

const file = new URL('../../data/calendar/windows-zones.json', import.meta.url);
const { zones } = z.object({ zones: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(file, 'utf8')));
const ofWindows = new Map(Object.entries(zones));

/**
 * Returns the IANA zone of a calendar's `TZID`: an IANA name itself, also behind a prefix, one of Windows' names by CLDR's
 * table, or Exchange's own name of UTC. Null for any other name: an offset that somebody guessed would put the wrong person on call.
 */
export function zoneNamed(name: string): string | null {
  const bare = withoutPrefix(name.trim());
  if (bare === 'tzone://Microsoft/Utc') return 'UTC';
  const zone = ofWindows.get(bare) ?? bare;
  return isTimezone(zone) ? zone : null;
}

/**
 * Returns the IANA name behind the prefix by which libical and others make a name unique in the world, such as
 * `/freeassociation.sourceforge.net/Tzfile/Europe/Paris`; any other name as it is.
 * https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.1
 */
function withoutPrefix(name: string): string {
  if (!name.startsWith('/')) return name;
  const parts = name.split('/').slice(2, 12);
  const ends = parts.map((_, at) => parts.slice(at).join('/'));
  return ends.find((end) => (end === 'UTC' || end.includes('/')) && isTimezone(end)) ?? name;
}
