import * as fs from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { changesPerSecond, inFolder, median, onFatal, type Row, rounds } from './changes.ts';

/** As many bytes as `oneChange` writes, one append and one fdatasync at a time, without waiting for a thread. */
function appendsPerSecond(dir: string, times: number, bytes: number): number {
  const file = fs.openSync(join(dir, 'floor'), 'w');
  const buffer = Buffer.alloc(bytes, 'x');
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    fs.writeSync(file, buffer);
    fs.fdatasyncSync(file);
  }
  const took = performance.now() - start;
  fs.closeSync(file);
  return (times / took) * 1e3;
}

/** Durable changes a second. */
export async function throughput(): Promise<Row[]> {
  const measured = new Map<number, number[]>([1, 16, 64].map((clients) => [clients, []]));
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await inFolder(async (dir) => {
      const store = await openStore({ dir, onFatal });
      await changesPerSecond(store, 16, 200);
      for (const [clients, values] of measured) {
        floors.push(appendsPerSecond(dir, 500, 1_030));
        values.push(await changesPerSecond(store, clients, clients === 1 ? 1_000 : 4_000));
      }
      await store.close();
    });
  }
  const floor = median(floors);
  return [...measured].map(([clients, values]) => ({
    measure: `durable changes/s, ${clients} client${clients > 1 ? 's' : ''}`,
    value: median(values).toFixed(0),
    floor: `${floor.toFixed(0)} (one append + fdatasync at a time)`,
    ratio: median(values) / floor,
    mustReach: { 1: '>= 0.5', 16: '> 1' }[clients] ?? 'stated',
  }));
}
