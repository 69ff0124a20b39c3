import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { CalendarQuery, CalendarRead, Calendars } from '../../src/ports/world.ts';
import { type Fetched, fetchCalendar } from './fetch-calendar.ts';
import type { CalendarContents } from './read-calendar.ts';

const tooMuch: CalendarContents = { kind: 'failed', why: 'tooMuch' };

/** Steps that a test puts others in the place of. */
export interface CalendarSteps {
  fetch(address: string): Promise<Fetched>;
  read(task: CalendarTask): Promise<CalendarContents>;
}

/** It changes when the same text would be read otherwise. */
const readerVersion = 3;

/** Calendars larger than this (bytes) are parsed one at a time: parsing 5 MB takes about 400 MB of memory and seconds of CPU time. */
const bigBytes = 1 << 20;

/** Returns what reads calendars: fetches one, and reads it in a thread where it changed, or where another part of it is wanted. */
export function createCalendars(steps: CalendarSteps = { fetch: fetchCalendar, read: readInThread }): Calendars {
  const { fetch, read } = steps;
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
      const contents = await inTurn({ body: fetched.body, query });
      return contents.kind === 'failed' ? contents : ({ ...contents, kind: 'read', version } satisfies CalendarRead);
    },
  };
}

function versionOf(body: Uint8Array, query: Omit<CalendarQuery, 'address' | 'version'>): string {
  const hash = createHash('sha256').update(body);
  return hash
    .update(JSON.stringify([readerVersion, query]))
    .digest('base64url')
    .slice(0, 22);
}

/*
 * Reads a calendar in a thread of its own, which can be ended: ical.js reads a whole text at once, 5 MB in seconds, and never
 * returns from some rules, such as every day that is a 30 February.
 */

/** What the thread works on. */
export interface CalendarTask {
  body: Uint8Array<ArrayBuffer>;
  query: Omit<CalendarQuery, 'address' | 'version'>;
}

/** The time (ms) and memory (MB) that the thread may take: some ten times what 5 MB take on a quiet machine. */
const maxMs = 15_000;
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** Resolves with what the calendar holds; `tooMuch` where the thread ran out of time or memory. Rejects where it failed otherwise. */
export function readInThread({ body, query }: CalendarTask, timeoutMs = maxMs): Promise<CalendarContents> {
  const workerData: CalendarTask = { body, query };
  const url = new URL('./calendar-thread.ts', import.meta.url);
  const thread = new Worker(url, { workerData, transferList: [body.buffer], resourceLimits });
  return new Promise<CalendarContents>((resolve, reject) => {
    const late = setTimeout(() => resolve(tooMuch), timeoutMs);
    thread.on('message', resolve);
    thread.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(tooMuch);
      else reject(error);
    });
    thread.on('exit', () => clearTimeout(late));
  }).finally(() => thread.terminate());
}
