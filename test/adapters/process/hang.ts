/**
 * Loaded before the bot in tests of a standstill. Time is moved: the bot's ticks come a thousand times as often, and the thread
 * that watches them wakes a hundred times as often. With HANG=promise no flush of a file ever ends. A line on standard input
 * moves the clock on by five minutes, and with HANG=loop blocks the event loop.
 */
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

const realInterval = globalThis.setInterval;
const tenSeconds = isMainThread ? 10 : 100;
globalThis.setInterval = Object.assign(
  (work: () => void, ms: number) => realInterval(work, ms === 10_000 ? tenSeconds : ms),
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
