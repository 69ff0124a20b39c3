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
const readerVersion = 3;

/** Calendars of more bytes are read one after another: one of 5 MB takes some 400 MB while it is read, and a processor for seconds. */
const bigBytes = 1 << 20;

/** Returns what reads calendars: fetches one, and reads it in a thread where it changed, or where another part of it is wanted. */
export function createCalendars(
  { fetch, read }: CalendarSteps = { fetch: fetchCalendar, read: readInThread },
): Calendars {
  let lastBig: Promise<unknown> = Promise.resolve();
  const inTurn = (task: CalendarTask): Promise<CalendarContents> => {
    if (task.body.length <= bigBytes) return read(task);
    const reading = lastBig.then(() => read(task));
    lastBig = reading.catch(() => undefined);
    return reading;
  };
  return {
    async read({ address, version: known, ...query }) {
      const fetched = await fetch(address);
      if (fetched.kind === 'failed') return fetched;
      const version = versionOf(fetched.body, query);
      if (version === known) return { kind: 'unchanged' };
      const contents = await inTurn({ body: fetched.body, query }).catch((): CalendarContents => {
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
