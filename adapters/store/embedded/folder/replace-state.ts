import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyDurably, flushFolder } from '../../durable-file.ts';
import { writeSnapshot } from '../../lines/snapshot.ts';
import type { Document } from '../../memory/document.ts';
import { archiveFolder } from '../archive/archive.ts';
import { generationsIn, journalName, openJournal } from '../journal/journal.ts';
import { snapshotName } from './load.ts';

/**
 * Puts an upgraded state in the place of the one in the folder, which is kept as a copy. Renaming the snapshot is the
 * one moment at which the new state holds: its generation is above all journals that are there. Only the owner of the
 * folder may call it. Returns the folder of the copy.
 */
export async function replaceState(dir: string, document: Document, why: string): Promise<string | null> {
  const generations = generationsIn(dir);
  const kept = await keepState(dir, join(dir, `${why}-${timeInName()}`));
  await writeFresh(dir, document, (generations.at(-1) ?? 0) + 1);
  for (const old of generations) await rm(join(dir, journalName(old)), { force: true });
  return kept;
}

/** Writes a whole state into the folder: an empty journal, then the snapshot that names it. */
export async function writeFresh(dir: string, document: Document, generation: number): Promise<void> {
  const journal = await openJournal(join(dir, journalName(generation)), null);
  await journal.close();
  await writeSnapshot(join(dir, snapshotName), { ...document, generation });
}

/** Ends the name of a copy that is not whole yet. */
const unfinished = '.unfinished';

/**
 * Copies the snapshot and the journals of a folder, durably and all or nothing, into a new one. Returns the new folder,
 * into which an archive may go too; null when there is nothing to keep.
 */
export async function keepState(dir: string, copy: string): Promise<string | null> {
  for (const left of await readdir(dir))
    if (left.endsWith(unfinished)) await rm(join(dir, left), { recursive: true, force: true });
  const there = [snapshotName, ...generationsIn(dir).map(journalName)].filter((file) => existsSync(join(dir, file)));
  if (there.length === 0 && !existsSync(join(dir, archiveFolder))) return null;
  const draft = `${copy}${unfinished}`;
  await mkdir(draft, { mode: 0o700 });
  try {
    for (const file of there) await copyDurably(join(dir, file), join(draft, file));
    await flushFolder(draft);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
  await flushFolder(dirname(copy));
  return copy;
}

/** Returns the machine's time as a part of the name of a folder. */
export function timeInName(): string {
  return new Date().toISOString().replaceAll(/[:.]/g, '-');
}
