import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { backupGeneration } from './archive-backup.ts';
import { type Document, emptyDocument } from './document.ts';
import { generationsIn, journalName, type Position } from './journals.ts';
import { decodeLines } from './line.ts';
import { type Memory, memoryOf } from './memory.ts';
import { type SnapshotFile, snapshotFile } from './snapshot-file.ts';
import { StateDamaged, StateIsBackup } from './state-errors.ts';

export const snapshotName = 'db.json';

export interface Loaded {
  db: Low<Document>;
  file: SnapshotFile;
  memory: Memory;
  position: Position;
  /** Bytes at the end of the last journal that were still being written when the owner stopped. */
  torn: number;
  /** Whether the folder held a state. */
  found: boolean;
}

/**
 * Reads the snapshot and the journals after it, and changes nothing. `known` is the newest state version understood; `check` may throw before a later snapshot takes its place.
 * Rejects with StateDamaged, StateTooNew or StateIsBackup.
 */
export async function load(dir: string, known: number, check?: () => void): Promise<Loaded> {
  const file = snapshotFile(join(dir, snapshotName), known, check);
  const db = new Low(file, emptyDocument(known));
  await db.read();
  const found = file.bytes() > 0;
  if (found && db.data.generation === backupGeneration) throw new StateIsBackup(join(dir, snapshotName));
  const memory = memoryOf(db.data);
  const generations = generationsIn(dir).filter((generation) => generation >= db.data.generation);
  let position: Position = { generation: db.data.generation, lines: 0, length: found ? 0 : null, older: 0 };
  let torn = 0;
  for (const [index, generation] of expected(dir, db.data.generation, generations, found).entries()) {
    const name = join(dir, journalName(generation));
    const { edits, length, torn: unfinished } = decodeLines(name, await readFile(name));
    torn = unfinished;
    if (torn > 0 && index < generations.length - 1) throw new StateDamaged(name, length, 'its last line is not whole');
    if (!found && edits.length > 0)
      throw new StateDamaged(join(dir, snapshotName), 0, `it is gone, but ${name} is there`);
    for (const edit of edits) memory.apply(edit);
    position = { generation, lines: edits.length, length, older: position.older + (position.length ?? 0) };
  }
  return { db, file, memory, position, torn, found };
}

/** The journals to read: from the snapshot's own on, without a gap. */
function expected(dir: string, first: number, generations: number[], found: boolean): number[] {
  const newest = generations.at(-1) ?? (found ? first : 0);
  for (let generation = first; generation <= newest; generation++) {
    if (!generations.includes(generation)) throw new StateDamaged(join(dir, journalName(generation)), 0, 'it is gone');
  }
  return generations;
}
