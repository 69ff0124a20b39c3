import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifAbsent, writeWhole } from '../store/durable-file.ts';

/** The file in the state folder with the times at which the process was ended because its ticks stood still, one a line. */
const fileName = 'standstills';
const hourMs = 3_600_000;
/** Most restarts per hour because of a standstill: one that comes back each time is not fixed by restarting. */
const maxPerHour = 3;

/**
 * Notes in the state folder, durably, that the process is ended for a standstill at `at`, ISO 8601 in UTC. Resolves with false,
 * and notes nothing, when it was ended three times in the hour before. Rejects when the disk refuses: who cannot count must not
 * end the process. A time more than an hour ahead does not count, since somebody set the clock back.
 */
export async function noteEnd(stateDir: string, at: string): Promise<boolean> {
  const file = join(stateDir, fileName);
  const lines = (await readFile(file, 'utf8').catch(ifAbsent(''))).split('\n');
  // What is no time is NaN, which is below nothing.
  const lately = lines.filter((time) => Math.abs(Date.parse(at) - Date.parse(time)) < hourMs);
  if (lately.length >= maxPerHour) return false;
  await writeWhole(file, [Buffer.from([...lately, at, ''].join('\n'))]);
  return true;
}

/**
 * Returns a function to call at each wake of a thread, which returns whether `progress` has returned the same number at `most`
 * wakes in a row. It goes by no clock: a process that was frozen or suspended has not woken meanwhile.
 */
export function countWakes(progress: () => number, most: number): () => boolean {
  let known = progress();
  let idle = 0;
  return () => {
    const now = progress();
    idle = now === known ? idle + 1 : 0;
    known = now;
    return idle >= most;
  };
}
