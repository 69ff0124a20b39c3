import * as fs from 'node:fs';
import { join } from 'node:path';
import { filled, inFolder, median, never, oneChange, type Row } from './changes.ts';

/** What a change costs by what is stored already. */
export async function growth(): Promise<Row[]> {
  const sizes = [1_000, 10_000, 100_000];
  return inFolder(async (dir) => {
    const dirs = sizes.map(() => fs.mkdtempSync(join(dir, 's')));
    const stores = await Promise.all(sizes.map((size, at) => filled(dirs[at] ?? '', size, never)));
    const times = sizes.map((): number[] => []);
    const bytesBefore = dirs.map(journalBytes);
    const changes = 3_000;
    for (let i = 0; i < changes; i++) {
      for (const [at, store] of stores.entries()) {
        const start = performance.now();
        await oneChange(store, `r${i % 1_000}`);
        times[at]?.push(performance.now() - start);
      }
    }
    const bytes = dirs.map((of, at) => (journalBytes(of) - (bytesBefore[at] ?? 0)) / changes);
    await Promise.all(stores.map((store) => store.close()));
    const ms = times.map(median);
    return sizes.flatMap((size, at) => [
      row(`median ms per change, ${size} records`, ms[at] ?? 0, ms[0] ?? 0, 3, '<= 1.2'),
      row(`bytes per change, ${size} records`, bytes[at] ?? 0, bytes[0] ?? 0, 0, '<= 1.2'),
    ]);
  });
}

/** Bytes of the lines of the one journal that a store has which never compacts; zeros follow them. */
function journalBytes(dir: string): number {
  return fs.readFileSync(join(dir, 'journal-1.jsonl')).lastIndexOf('\n') + 1;
}

function row(measure: string, value: number, first: number, digits: number, mustReach: string): Row {
  return {
    measure,
    value: value.toFixed(digits),
    floor: `${first.toFixed(digits)} (at 1000)`,
    ratio: value / first,
    mustReach,
  };
}
