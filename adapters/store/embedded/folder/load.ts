import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { backupGeneration } from '../../backup.ts';
import { StateDamaged, StateIsBackup, StateMissing } from '../../errors.ts';
import { emptyDocument } from '../../memory/document.ts';
import { type Memory, memoryOf } from '../../memory/memory.ts';
import { generationsIn, journalName, type Position } from '../journal/journal.ts';
import { readJournal } from '../journal/line.ts';
import { snapshotFile } from '../snapshot-file.ts';

/** The snapshot has this file name. */
export const snapshotName = 'db.json';

/** Returns whether the folder holds a state: a snapshot or a journal. */
export function holdsState(dir: string): boolean {
  return existsSync(join(dir, snapshotName)) || generationsIn(dir).length > 0;
}

/** The state of a folder, as it was read. */
export type Loaded = Awaited<ReturnType<typeof load>>;

/**
 * Reads the snapshot and the journals after it, and changes nothing. `known` is the newest state version understood,
 * `limit` the setting STATE_LIMIT in bytes, absent for none. `check` may throw before a later snapshot takes its place.
 * Rejects with StateDamaged, StateTooNew or StateIsBackup.
 */
export async function load(dir: string, known: number, limit?: number, check?: () => void) {
  const file = snapshotFile(join(dir, snapshotName), known, check);
  const db = new Low(file, emptyDocument(known));
  await db.read();
  /** True when the folder held a state. */
  const found = file.bytes() > 0;
  if (found && db.data.generation === backupGeneration) throw new StateIsBackup(join(dir, snapshotName));
  const memory = memoryOf(db.data, file.stored(), limit);
  const position = await replay(dir, db.data.generation, found, memory);
  /** True when the snapshot holds everything, as an owner leaves it that stopped in an orderly way. */
  const clean = position.lines === 0 && position.older === 0 && position.torn.length === 0;
  return { db, file, memory, position, found, clean };
}

/**
 * Applies the journals from the snapshot's own on. After a write that was cut off, only journals without a line may
 * follow. Rejects with StateDamaged.
 */
async function replay(dir: string, first: number, found: boolean, memory: Memory): Promise<Position> {
  let position: Position = { generation: first, lines: 0, length: found ? 0 : null, older: 0, torn: [] };
  for (const generation of journalsFrom(dir, first, found)) {
    const file = join(dir, journalName(generation));
    const { count, length, torn } = await readJournal(file, (edits) => memory.apply(edits));
    const [cut] = position.torn;
    if (cut && count > 0) throw new StateDamaged(cut.file, cut.length, 'its last line is not whole');
    if (!found && count > 0) throw snapshotGone(dir, generation);
    const older = position.older + (position.length ?? 0);
    const ends = torn > 0 ? [...position.torn, { file, length }] : position.torn;
    position = { generation, lines: count, length, older, torn: ends };
  }
  return position;
}

/** Returns the generations of the journals to read, from the snapshot's own on. Throws StateMissing for a gap. */
function journalsFrom(dir: string, first: number, found: boolean): number[] {
  const generations = generationsIn(dir).filter((generation) => generation >= first);
  const newest = generations.at(-1) ?? (found ? first : 0);
  for (let generation = first; generation <= newest; generation++) {
    if (generations.includes(generation)) continue;
    throw found ? new StateMissing(join(dir, journalName(generation))) : snapshotGone(dir, newest);
  }
  return generations;
}

function snapshotGone(dir: string, journal: number): StateMissing {
  const there = join(dir, journalName(journal));
  return new StateMissing(join(dir, snapshotName), `, but ${there} is there`);
}
