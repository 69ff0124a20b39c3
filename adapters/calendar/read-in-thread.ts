/**
 * Reads a calendar in a thread of its own, which can be ended: ical.js reads a whole text at once, 5 MB in seconds, and never
 * comes back from some rules, such as every day that is a 30 February.
 */
import { Worker } from 'node:worker_threads';
import type { CalendarQuery } from '../../src/ports/calendars.ts';
import type { CalendarContents } from './read-calendar.ts';

/** What the thread works on. */
export interface CalendarTask {
  body: Uint8Array<ArrayBuffer>;
  query: Omit<CalendarQuery, 'address' | 'version'>;
}

/** The time (ms) and memory (MB) that the thread may take: some ten times what 5 MB take on a quiet machine. */
const maxMs = 15_000;
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** Resolves with what the calendar holds; `tooMuch` where the thread ran out of time or memory. Rejects where no thread can be started. */
export function readInThread({ body, query }: CalendarTask, timeoutMs = maxMs): Promise<CalendarContents> {
  const workerData: CalendarTask = { body, query };
  const url = new URL('./calendar-thread.ts', import.meta.url);
  const thread = new Worker(url, { workerData, transferList: [body.buffer], resourceLimits });
  return new Promise<CalendarContents>((resolve, reject) => {
    const late = setTimeout(() => resolve({ kind: 'failed', why: 'tooMuch' }), timeoutMs);
    thread.on('message', resolve);
    thread.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ kind: 'failed', why: 'tooMuch' });
      else reject(error);
    });
    thread.on('exit', () => clearTimeout(late));
  }).finally(() => thread.terminate());
}
