import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { changesPerSecond, filled, inFolder, median, never, type Row, rounds } from './changes.ts';

/** The longest time in ms that the event loop did not come round, while `work` went on. */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let going = true;
  const watch = (async () => {
    for (let last = performance.now(); going; ) {
      await turn();
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  await work();
  going = false;
  await watch;
  return longest;
}

/** The longest pause by compaction, while 8 clients change. */
export async function pause(records: number, mustReach: string): Promise<Row> {
  const busy: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await inFolder(async (dir) => {
      let compact = false;
      const store = await filled(dir, records, () => (compact ? 0 : never()));
      idle.push(await longestPause(() => changesPerSecond(store, 8, 500)));
      compact = true;
      const snapshot = () => statSync(join(dir, 'db.json')).mtimeMs;
      const before = snapshot();
      busy.push(
        await longestPause(async () => {
          while (snapshot() === before) await changesPerSecond(store, 8, 50);
        }),
      );
      await store.close();
    });
  }
  return {
    measure: `longest pause of the event loop by compaction, ${records} records, ms`,
    value: `${median(busy).toFixed(1)} (worst of ${rounds}: ${Math.max(...busy).toFixed(1)})`,
    floor: `${median(idle).toFixed(1)} (same changes, no compaction)`,
    ratio: median(busy) / median(idle),
    mustReach,
  };
}
