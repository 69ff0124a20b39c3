import { existsSync, readdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { type Numbered, numbered } from '../../../../src/store/next-number.ts';
import { checkBackup, readBackup } from '../../backup.ts';
import { createPrivate, flushFolder, withFile } from '../../durable-file.ts';
import { CannotMove } from '../../errors.ts';
import { checkedLine } from '../../lines/checked-line.ts';
import { linesOf, wholeFile } from '../../lines/read-lines.ts';
import { stateVersion, upgraded, upgrades } from '../../memory/migrations/migrate.ts';
import { countersBefore } from '../../memory/migrations/v6-one-word-one-meaning.ts';
import { type LastNumbers, lastNumbers, restoreRows } from '../../memory/restored-rows.ts';
import type { RestoreOptions } from '../../state.ts';
import { archiveFolder } from '../archive/archive.ts';
import { generationsIn, journalName } from '../journal/journal.ts';
import { holdsState, load, snapshotName } from './load.ts';
import { begunAt, ownFolder } from './lock.ts';
import { keepState, timeInName, writeFresh } from './replace-state.ts';

/** The state of a backup is written into this folder before it takes its place. */
const draftName = 'restoring';
/** Prefix of the name of a complete draft. Once the draft is renamed to it the restore counts, and every start finishes it. */
const wholeName = 'restored-';
/** The replaced state is in a folder of this name in the draft, and later in one whose name begins with `keptName`. */
const copyName = 'replaced';
const keptName = 'replaced-';

/**
 * Puts a backup in the place of the state in the folder, all or nothing: renaming the draft is the one moment at which
 * the new state holds. The replaced state is kept: returns where, null when there was none. Rejects with StateInUse,
 * NoBackup, StateDamaged (the backup is), StateTooNew, CannotMove, or ENOENT.
 */
export async function restore(
  file: string,
  dir: string,
  { moved = false, onOwned }: RestoreOptions = {},
): Promise<string | null> {
  await checkBackup(file, moved);
  const lock = ownFolder(dir);
  try {
    if (moved) checkUnused(dir);
    await onOwned?.(dir);
    await finishRestore(dir);
    const draft = join(dir, draftName);
    await mkdir(join(draft, archiveFolder), { recursive: true, mode: 0o700 });
    await writeState(file, draft, (generationsIn(dir).at(-1) ?? 0) + 1, moved ? null : await lastNumbersIn(dir));
    const kept = await keepState(dir, join(draft, copyName));
    const time = timeInName();
    await rename(draft, join(dir, `${wholeName}${time}`));
    await flushFolder(dir);
    await finishRestore(dir);
    return kept && join(dir, `${keptName}${time}`);
  } finally {
    await rm(join(dir, draftName), { recursive: true, force: true }).finally(lock.free);
  }
}

/** Throws CannotMove where the folder holds a state or an archive, or has held one. */
function checkUnused(dir: string): void {
  if (
    begunAt(dir) === null &&
    !holdsState(dir) &&
    !isRestoring(readdirSync(dir)) &&
    !existsSync(join(dir, archiveFolder))
  )
    return;
  throw new CannotMove(`${dir} holds a state already, or had one`, 'Name an empty folder in STATE_DIR');
}

/** Returns whether one of these names of files is that of a restore that took effect and was not finished. */
export function isRestoring(names: readonly string[]): boolean {
  return names.some((name) => name.startsWith(wholeName));
}

/**
 * Finishes a restore that was interrupted after it held, and drops what is left of one that did not. Every step may have
 * been done already. Only the owner of the folder may call it.
 */
export async function finishRestore(dir: string): Promise<void> {
  await rm(join(dir, draftName), { recursive: true, force: true });
  const whole = (await readdir(dir)).find((name) => name.startsWith(wholeName));
  if (whole === undefined) return;
  const from = join(dir, whole);
  const kept = join(dir, whole.replace(wholeName, keptName));
  if (existsSync(join(from, copyName))) await rename(join(from, copyName), kept);
  await placeArchive(from, dir, kept);
  for (const name of [...generationsIn(from).map(journalName), snapshotName])
    if (existsSync(join(from, name))) await rename(join(from, name), join(dir, name));
  await flushFolder(dir);
  for (const old of generationsIn(dir).slice(0, -1)) await rm(join(dir, journalName(old)), { force: true });
  await rmdir(from);
  await flushFolder(dir);
}

/**
 * Moves the archive of the state into the copy, and the one of the draft into its place. A draft always has an archive:
 * once that is gone from it, the new one is in its place.
 */
async function placeArchive(from: string, dir: string, copy: string): Promise<void> {
  const [fresh, current] = [join(from, archiveFolder), join(dir, archiveFolder)];
  if (!existsSync(fresh)) return;
  if (existsSync(current)) {
    await rename(current, join(copy, archiveFolder));
    await flushFolder(copy);
  }
  await rename(fresh, current);
  await flushFolder(dir);
}

/**
 * Writes the state of a backup into a folder, durably. `replaced` are the last numbers of the state whose place it takes; null for a
 * state that moved, in which nothing is in doubt.
 */
async function writeState(
  file: string,
  draft: string,
  generation: number,
  replaced: LastNumbers | null,
): Promise<void> {
  const archive = segmentWriter(join(draft, archiveFolder));
  try {
    const { state, made } = await readBackup(file, archive);
    await archive.close();
    if (replaced) restoreRows(state, made?.at ?? null, replaced, new Date().toISOString());
    await writeFresh(draft, state, generation);
    await flushFolder(draft);
  } finally {
    await archive.abandon();
  }
}

/** Writes segments of the archive as rows come, in stretches. */
function segmentWriter(folder: string) {
  const files = new Map<string, FileHandle>();
  const texts = new Map<string, string>();

  async function write(): Promise<void> {
    for (const [segment, text] of texts) {
      const name = join(folder, `${segment}.jsonl`);
      const handle = files.get(segment) ?? (await createPrivate(name));
      files.set(segment, handle);
      await handle.writeFile(text).catch((error: unknown) => {
        throw new StoreUnwritable(`${name}: ${error}`, { cause: error });
      });
    }
    texts.clear();
  }

  async function abandon(): Promise<void> {
    for (const handle of files.values()) await handle.close();
    files.clear();
  }

  return {
    add(segment: string, row: unknown): void {
      texts.set(segment, (texts.get(segment) ?? '') + checkedLine(JSON.stringify(row)));
    },
    /** Writes down what was added. */
    write,
    /** Writes down what was added, makes all of it durable, and closes the files. */
    async close(): Promise<void> {
      await write();
      for (const handle of files.values()) await handle.sync();
      await abandon();
      await flushFolder(folder);
    },
    abandon,
  };
}

/* Finds which numbers a state gave out last, also one that is damaged, so that a restore gives out none of them again. */

/** Returns the last numbers of the state in a folder: of a damaged one, those in the lines that can still be read. */
export async function lastNumbersIn(dir: string): Promise<LastNumbers> {
  try {
    return lastNumbers(upgraded((await load(dir, stateVersion)).db.data, upgrades).tables);
  } catch {
    return numbersInLines(dir);
  }
}

/** Matches the row of a counter, in a line of a snapshot or of a journal. A text that looks so has its quotes escaped there. */
const counterRow = /\{"id":"([a-zA-Z]+)","value":(\d{1,15})\}/g;

async function numbersInLines(dir: string): Promise<LastNumbers> {
  const last = new Map<Numbered, number>();
  const note = (line: string) => {
    for (const [, name, value] of line.matchAll(counterRow)) {
      for (const id of numbered)
        if (id === name || countersBefore[id] === name) last.set(id, Math.max(last.get(id) ?? 0, Number(value)));
    }
  };
  for (const name of [snapshotName, ...generationsIn(dir).map(journalName)])
    if (existsSync(join(dir, name))) await eachLine(join(dir, name), note);
  return last;
}

function eachLine(file: string, note: (line: string) => void): Promise<void> {
  return withFile(open(file, 'r'), async (handle) => {
    const { size } = await handle.stat();
    for await (const lines of linesOf(wholeFile({ file, handle, size })))
      for (const { bytes } of lines) if (bytes.includes('"counters"')) note(bytes.toString('latin1'));
  });
}
