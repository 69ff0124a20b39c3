import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from '../../../../src/ports/store.ts';
import { isAbsent } from '../../durable-file.ts';
import { NoState, RestoreUnfinished, StateDamaged } from '../../errors.ts';
import { memoryOf, readerOf } from '../../memory/memory.ts';
import { stateVersion, upgraded, upgrades } from '../../memory/migrations/migrate.ts';
import { type Loaded, load, snapshotName } from './load.ts';
import { isRestoring } from './restore.ts';

/** The most times that reading begins again because the owner of the folder compacted meanwhile. */
const patience = 50;

/** Throws NoState where the folder is not there, and Node's own error where this user may not look. */
export function checkIsThere(dir: string): void {
  const found = statSync(dir, { throwIfNoEntry: false });
  if (!found) throw new NoState(dir);
  if (!found.isDirectory()) throw new Error(`STATE_DIR names a file, not a folder: ${dir}.`);
}

/**
 * Reads the durable state of one instant, whether or not a bot owns the folder. Changes nothing. Rejects with
 * NoState.
 */
export async function peek(dir: string): Promise<Loaded> {
  checkIsThere(dir);
  if (isRestoring(readdirSync(dir))) throw new RestoreUnfinished(dir);
  for (let attempt = 1; ; attempt++) {
    const before = snapshotAge(dir);
    try {
      const loaded = await load(dir, stateVersion);
      if (loaded.found) return loaded;
      throw new NoState(dir);
    } catch (error) {
      const moved = attempt === 1 || snapshotAge(dir) !== before;
      if (!(moved && attempt < patience && (error instanceof StateDamaged || isAbsent(error)))) throw error;
    }
  }
}

/** Returns when the snapshot was written, in nanoseconds: the value differs after each new one. */
function snapshotAge(dir: string): bigint | undefined {
  return statSync(join(dir, snapshotName), { bigint: true, throwIfNoEntry: false })?.mtimeNs;
}

/** Reads the current state, also while the bot runs. Rejects with NoState. */
export async function readState(dir: string): Promise<Reader> {
  const { db, memory: asRead } = await peek(dir);
  const memory = memoryOf(upgraded(db.data, upgrades), asRead.stored());
  return readerOf(() => memory);
}
