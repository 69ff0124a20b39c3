import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveFolder } from './archive.ts';
import type { Document } from './document.ts';
import { copyDurably, flushFolder } from './durable.ts';
import { openJournal } from './journal.ts';
import { generationsIn, journalName } from './journals.ts';
import { snapshotName } from './load.ts';
import { writeSnapshot } from './snapshot.ts';

/**
 * Puts another state in the place of the one in the folder, which may be damaged and is kept as a copy. Renaming the
 * snapshot is the one moment at which the new state holds: its generation is above all journals that are there.
 * Only the owner of the folder may call it. Returns the folder of the copy, where an archive may go too; null when there is nothing to keep.
 */
export async function replaceState(dir: string, document: Document, why: string): Promise<string | null> {
  const generations = generationsIn(dir);
  const kept = await keep(dir, [snapshotName, ...generations.map(journalName)], why);
  const generation = (generations.at(-1) ?? 0) + 1;
  const journal = await openJournal(join(dir, journalName(generation)), null);
  await journal.close();
  await writeSnapshot(join(dir, snapshotName), { ...document, generation });
  for (const old of generations) await rm(join(dir, journalName(old)), { force: true });
  return kept;
}

async function keep(dir: string, names: string[], why: string): Promise<string | null> {
  const there = names.filter((name) => existsSync(join(dir, name)));
  if (there.length === 0 && !existsSync(join(dir, archiveFolder))) return null;
  const copy = join(dir, `${why}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(copy, { mode: 0o700 });
  for (const name of there) await copyDurably(join(dir, name), join(copy, name));
  await flushFolder(copy);
  await flushFolder(dir);
  return copy;
}
