/**
 * Loaded before the bot in tests of a standstill. Time is moved: the bot's ticks come a thousand times as often, and the thread
 * that watches them wakes a hundred times as often. With HANG=promise no flush of a file ever ends. A line on standard input
 * moves the clock on by five minutes, and with HANG=loop blocks the event loop. With HANG=nothing the thread says when it has woken
 * more often than a standstill takes.
 */
import { writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
import { elapsed } from '../../support/time.ts';

const never = new Promise<never>(() => {});

/** Makes every flush of a file wait for what never comes. */
async function hangDisk(): Promise<void> {
  const handle = await open(import.meta.filename);
  Object.assign(Object.getPrototypeOf(handle), { datasync: () => never });
  await handle.close();
}

function blockLoop(): void {
  for (;;);
}

/** Returns the work of the thread, which says that it was done more often than a standstill takes. */
function counted(work: () => void): () => void {
  let times = 0;
  return () => {
    work();
    times++;
    if (times === 35) writeSync(1, 'the thread woke 35 times\n');
  };
}

const realInterval = globalThis.setInterval;
const tenSeconds = isMainThread ? 10 : 100;
globalThis.setInterval = Object.assign(
  (work: () => void, ms: number) =>
    realInterval(
      process.env.HANG === 'nothing' && !isMainThread ? counted(work) : work,
      ms === 10_000 ? tenSeconds : ms,
    ),
  realInterval,
);

if (isMainThread) {
  process.stdin.once('data', () => {
    Object.assign(performance, { now: () => elapsed() + 301_000 });
    if (process.env.HANG === 'loop') blockLoop();
  });
  process.stdin.unref();
  if (process.env.HANG === 'promise') await hangDisk();
}
