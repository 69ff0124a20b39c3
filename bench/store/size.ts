import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { restore } from '../../adapters/store/embedded/folder/restore.ts';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../adapters/store/embedded/state.ts';
import type { Store } from '../../src/ports/store.ts';
import { filled, inFolder, onFatal, type Row } from './changes.ts';
import { longestPause } from './pause.ts';

/** One row takes about 600 bytes. */
const rowsIn = (megabytes: number) => Math.ceil(megabytes / 0.6) * 1_000;

interface Measured {
  ms: number;
  /** Longest stop of the event loop. */
  pauseMs: number;
  /** Most memory that the process had. */
  rssMb: number;
  heapMb: number;
  bytes: number;
}

const limit = 100e6;

/** Returns the bytes of all rows and of the history. */
async function storedBytes(store: Store): Promise<number> {
  return (await store.read((reader) => reader.usage())).bytes;
}

/** Each returns the bytes that the store then holds; 0 where it opened none. */
const steps: Record<string, (dir: string, file: string, megabytes: number) => Promise<number>> = {
  fill: async (dir, _file, megabytes) => {
    const store = await filled(dir, rowsIn(megabytes), (bytes) => Math.max(8 << 20, bytes));
    await store.close();
    return storedBytes(store);
  },
  open: async (dir) => storedBytes(await openStore({ dir, onFatal, limit })),
  snapshot: async (dir) => {
    const store = await openStore({ dir, onFatal, limit });
    // More is stored than the limit allows.
    const add = { id: 'new', at: '', outcome: null };
    await store.change((tx) => tx.put('seen', add), { evenWhenFull: true });
    await store.change((tx) => tx.remove('seen', 'new'));
    await store.close();
    return storedBytes(store);
  },
  backup: async (dir, file) => {
    await embeddedState(dir).backup(file);
    return 0;
  },
  restore: async (dir, file) => {
    await restore(file, dir);
    return 0;
  },
};

/** In a process of its own. */
function measured(step: string, dir: string, file: string, megabytes: number): Measured {
  const args = [import.meta.filename, step, dir, file, String(megabytes)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A state larger than V8's longest string (512 MiB) and than its own STATE_LIMIT: opened, written anew, backed up, restored, and opened again. */
export async function sizes(megabytes: number): Promise<Row[]> {
  return inFolder(async (dir) => {
    const [state, other, file] = [join(dir, 'state'), join(dir, 'other'), join(dir, 'one.backup')];
    const { bytes } = measured('fill', state, file, megabytes);
    const row = (measure: string, { ms, pauseMs, rssMb, heapMb, ...what }: Measured): Row => ({
      measure: `${measure}, ${megabytes} MB`,
      value: `${(ms / 1e3).toFixed(1)} s, at most ${rssMb} MB resident, heap ${heapMb} MB, longest pause ${pauseMs.toFixed(0)} ms`,
      floor: `${bytes} bytes`,
      ratio: what.bytes === 0 ? 1 : what.bytes / bytes,
      mustReach: '= 1',
    });
    return [
      row('open', measured('open', state, file, megabytes)),
      row('open, change, write anew', measured('snapshot', state, file, megabytes)),
      row('back up and read back', measured('backup', state, file, megabytes)),
      row('restore', measured('restore', other, file, megabytes)),
      row(
        `open what a backup of ${(fs.statSync(file).size / 1e6).toFixed(0)} MB restored`,
        measured('open', other, file, megabytes),
      ),
    ];
  });
}

const [, , step = '', dir = '', file = '', megabytes = ''] = process.argv;
if (import.meta.main && step in steps) {
  const start = performance.now();
  let bytes = 0;
  const pauseMs = await longestPause(async () => {
    bytes = (await steps[step]?.(dir, file, Number(megabytes))) ?? 0;
  });
  const ms = performance.now() - start;
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1_000);
  const heapMb = Math.round(process.memoryUsage().heapUsed / 1e6);
  fs.writeSync(1, JSON.stringify({ ms, pauseMs, rssMb, heapMb, bytes }));
  process.exit();
}
