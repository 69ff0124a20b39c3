import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from '../../../../src/ports/store.ts';
import { RestoreUnfinished, StateDamaged } from '../../errors.ts';
import { pictureOf } from '../../memory/document.ts';
import { memoryOf, readerOf } from '../../memory/memory.ts';
import { stateVersion, upgraded, upgrades } from '../../memory/migrations/migrate.ts';
import { isAbsent } from '../durable-file.ts';
import { writeBackup } from './backup.ts';
import { type Loaded, load, snapshotName } from './load.ts';
import { isRestoring } from './restore.ts';

/** The most times that reading begins again because the owner of the folder compacted meanwhile. */
const patience = 50;

/**
 * Reads the durable state of one instant, whether or not a bot owns the folder. Changes nothing. Rejects when there is
 * no state.
 */
export async function peek(dir: string): Promise<Loaded> {
  if (existsSync(dir) && isRestoring(readdirSync(dir))) throw new RestoreUnfinished(dir);
  for (let attempt = 1; ; attempt++) {
    const before = snapshotAge(dir);
    try {
      const loaded = await load(dir, stateVersion);
      if (loaded.found) return loaded;
      throw new Error(`There is no state in ${dir}.`);
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

/** Reads the current state, also while the bot runs. Rejects when there is none. */
export async function readState(dir: string): Promise<Reader> {
  const { db, memory: asRead } = await peek(dir);
  const memory = memoryOf(upgraded(db.data, upgrades), asRead.stored());
  return readerOf(() => memory);
}

/**
 * Writes the whole state of one instant into one file (0600), whether or not a bot is running on the folder, and reads
 * it back. An existing file is replaced only by a whole one. Rejects when there is no state, or with StateDamaged.
 */
export async function backup(dir: string, file: string): Promise<void> {
  await writeBackup(file, dir, async () => pictureOf((await peek(dir)).db.data));
}
