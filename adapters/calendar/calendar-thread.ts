/** The thread that reads one calendar. `calendars.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CalendarTask } from './calendars.ts';
import { readCalendar, textIn } from './read-calendar.ts';

const { body, query }: CalendarTask = workerData;
parentPort?.postMessage(readCalendar(textIn(body), query));
