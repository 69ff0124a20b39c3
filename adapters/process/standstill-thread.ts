/** The thread that watches the ticks of the main one, whose event loop may be blocked. `standstill.ts` starts it. */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { workerData } from 'node:worker_threads';
import { countWakes, noteEnd } from './standstill-count.ts';

/** The settings of the thread. */
export interface WatchedThread {
  /** The number of ticks that have ended: the main thread counts, and this one reads. */
  ended: Int32Array<SharedArrayBuffer>;
  /** What is counted, for the log. */
  what: 'ticks' | 'looks at the database';
  stateDir: string;
  /** `wakeMs`: how often (ms) the thread checks. `mostWakes`: checks in a row without a finished tick that count as a standstill. */
  wakeMs: number;
  mostWakes: number;
}

/** The levels of pino that the lines of this thread have. */
const levels = { error: 50, fatal: 60 } as const;
/** Time (ms) that the main thread has to end the process. Then the kernel ends it. */
const endMs = 5_000;

const { ended, what, stateDir, wakeMs, mostWakes }: WatchedThread = workerData;
const standsStill = countWakes(() => Atomics.load(ended, 0), mostWakes);
let ending = false;
let refusal: string | null = null;

setInterval(() => {
  if (!standsStill()) refusal = null;
  else if (!ending) void onStandstill();
}, wakeMs);

/** Ends the process where that may be. Else the log has once why not, and the next wake tries again. */
async function onStandstill(): Promise<void> {
  ending = true;
  const why = await noteEnd(stateDir, new Date().toISOString()).then(
    (noted) => (noted ? null : 'it was ended for that three times within an hour'),
    (error: unknown) => `the end could not be noted in the state folder (${codeOf(error)})`,
  );
  if (why === null) return endProcess();
  if (why !== refusal) say('error', `${what} stand still, and the process goes on: ${why}`, {});
  refusal = why;
  ending = false;
}

/**
 * Has the main thread end the process with code 1. An inspector session reaches it even in the middle of an endless loop, and
 * says where it is. https://nodejs.org/api/inspector.html#sessionconnecttomainthread
 */
async function endProcess(): Promise<void> {
  const kill = () => process.kill(process.pid, 'SIGKILL');
  setTimeout(kill, endMs);
  try {
    const session = new Session();
    session.connectToMainThread();
    const { result } = await session.post('Runtime.evaluate', { expression: 'new Error().stack' });
    say('fatal', `${what} stand still, so the process ends: its supervisor starts it again`, {
      event: 'standstill',
      main: framesOf(String(result.value)),
    });
    await session.post('Runtime.evaluate', { expression: 'process.exit(1)' });
  } catch {
    kill();
  }
}

/** Returns where the main thread is, from its stack, without the question itself; nothing when it waits for events. */
function framesOf(stack: string): string {
  const [_error, _question, ...frames] = stack.split('\n');
  return frames.map((frame) => frame.trim()).join('\n');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}

/** Writes a line of the log by itself, since the main thread may be blocked. Nobody may read standard output any more. */
function say(level: keyof typeof levels, msg: string, fields: object): void {
  try {
    writeSync(1, `${JSON.stringify({ level: levels[level], time: new Date().toISOString(), ...fields, msg })}\n`);
  } catch {}
}
