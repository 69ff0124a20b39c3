/** Ends a process whose ticks, or whose looks at the database, stand still, where a supervisor starts it again: a kill costs nothing, and a bot that hangs does. */
import { Worker } from 'node:worker_threads';
import type { HostLog } from './log.ts';
import type { WatchedThread } from './standstill-thread.ts';
import { standstillMs } from './timers.ts';

/** Time (ms) between two wakes of the thread. */
const wakeMs = 10_000;

/**
 * Starts a thread that ends the process with exit code 1 when no tick has ended for five minutes: because a tick waits for
 * what never comes, or because the event loop is blocked. At most three times an hour, which is counted in the state folder.
 * Without the thread the bot works on. A replica that follows has no ticks: `what` is its looks at the database.
 */
export function endOnStandstill(stateDir: string, log: HostLog, what: WatchedThread['what'] = 'ticks') {
  const ended = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchedThread = { ended, what, stateDir, wakeMs, mostWakes: standstillMs / wakeMs };
  const thread = new Worker(new URL('./standstill-thread.ts', import.meta.url), { workerData });
  thread.on('error', (error) => log.error({ event: 'watch.failed', err: error }, 'watchdog thread failed'));
  thread.unref();
  return {
    /** To be called when a tick ends, or a look, failed or not. */
    tickEnded: () => void Atomics.add(ended, 0, 1),
    stop: async () => void (await thread.terminate()),
  };
}
