import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archived } from '../../../src/ports.ts';
import { archiveFolder, openArchive } from './archive.ts';
import type { Document } from './document.ts';
import { flushFolder } from './durable.ts';

type Row = Archived & { segment: string };

/** Of a backup: no state that is in use has it, so that none starts from a copied file, without its journals and archive. */
export const backupGeneration = 0;

/** The document of a backup: the state with every row of the archive. Alerts that move meanwhile are in both, never in none. */
export async function withArchive(document: Document, dir: string): Promise<Document> {
  const archive = openArchive(dir);
  const rows = new Map<string, Row>();
  for (const segment of await archive.segments()) {
    for (const row of await archive.read(segment)) rows.set(row.id, { ...row, segment });
  }
  const tables = rows.size === 0 ? document.tables : { ...document.tables, archived: rows };
  return { ...document, generation: backupGeneration, tables };
}

/** Puts the archive of a backup in the place of the one that is there, which goes to `kept`, beside the replaced state. */
export async function replaceArchive(dir: string, rows: readonly Row[], kept: string | null): Promise<void> {
  const folder = join(dir, archiveFolder);
  if (existsSync(folder) && kept !== null) {
    await rename(folder, join(kept, archiveFolder));
    await flushFolder(dir);
  }
  const archive = openArchive(dir);
  for (const [segment, some] of Map.groupBy(rows, (row) => row.segment)) {
    await archive.append(
      segment,
      some.map(({ id, alert, deliveries }) => ({ id, alert, deliveries })),
    );
  }
}
