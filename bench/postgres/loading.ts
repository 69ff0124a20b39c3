/** Each step in a process of its own, which prints as JSON what it took. */
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { fill } from '../alerts/stored.ts';
import { longestPause } from '../store/pause.ts';
import { type Kind, open } from './stores.ts';

/** What opening a store took. */
export interface Loading {
  ms: number;
  /** The longest stop of the event loop. */
  pauseMs: number;
  /** The bytes of all rows and of the history. */
  bytes: number;
}

/** One alert and its delivery take about 2,350 bytes in all. */
const text = 'A sign-in from an unknown place created forty virtual machines. '.repeat(14);
const bytesEach = 2_350;

/** Opens a store in a process of its own. */
export const loading = (kind: Kind, where: string): Loading => JSON.parse(printed('load', kind, where));

/** Fills a folder with alerts that were accepted and delivered. */
export const filling = (dir: string, megabytes: number) => void printed('fill', dir, String(megabytes));

function printed(...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, ...args], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return stdout;
}

async function load(kind: Kind, where: string): Promise<Loading> {
  const began = performance.now();
  const bytes = { all: 0 };
  const took = { ms: 0 };
  const pauseMs = await longestPause(async () => {
    const { store, close } = await open(kind, where);
    took.ms = performance.now() - began;
    bytes.all = (await store.read((reader) => reader.usage())).bytes;
    // Gives the lease back, so that the next one need not wait for its end.
    await close();
  });
  return { ...took, pauseMs, bytes: bytes.all };
}

const [, , step, first = '', second = ''] = process.argv;
if (import.meta.main) {
  if (step === 'fill') await fill(first, Math.ceil((Number(second) * 1e6) / bytesEach / 100) * 100, text);
  const took = step === 'load' ? await load(first === 'embedded' ? 'embedded' : 'postgres', second) : {};
  writeSync(1, JSON.stringify(took));
  process.exit();
}
