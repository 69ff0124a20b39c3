import { createHash } from 'node:crypto';
import type { CalendarQuery, CalendarRead, Calendars } from '../../src/ports/calendars.ts';
import { type Fetched, fetchCalendar } from './fetch-calendar.ts';
import type { CalendarContents } from './read-calendar.ts';
import { type CalendarTask, readInThread } from './read-in-thread.ts';

/** Steps that a test puts others in the place of. */
export interface CalendarSteps {
  fetch(address: string): Promise<Fetched>;
  read(task: CalendarTask): Promise<CalendarContents>;
}

/** It changes when the same text would be read otherwise. */
const readerVersion = 2;

/** Returns what reads calendars: fetches one, and reads it in a thread where it changed, or where another part of it is wanted. */
export function createCalendars(
  { fetch, read }: CalendarSteps = { fetch: fetchCalendar, read: readInThread },
): Calendars {
  return {
    async read({ address, version: known, ...query }) {
      const fetched = await fetch(address);
      if (fetched.kind === 'failed') return fetched;
      const version = versionOf(fetched.body, query);
      if (version === known) return { kind: 'unchanged' };
      const contents = await read({ body: fetched.body, query }).catch((): CalendarContents => {
        return { kind: 'failed', why: 'tooMuch' };
      });
      return contents.kind === 'failed' ? contents : ({ ...contents, kind: 'read', version } satisfies CalendarRead);
    },
  };
}

function versionOf(body: Uint8Array, query: Omit<CalendarQuery, 'address' | 'version'>): string {
  const hash = createHash('sha256')
    .update(body)
    .update(JSON.stringify([readerVersion, query]));
  return hash.digest('base64url').slice(0, 22);
}
