import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collections } from '../../../src/collections.ts';
import type { Archive } from '../../../src/ports.ts';
import { archiveFolder, openAlerts, openTrail } from './archive.ts';
import type { Document } from './document.ts';
import { flushFolder } from './durable.ts';

type Alerts = Collections['archived'];
type Trail = Collections['archivedTrail'];

/** Of a backup: no state that is in use has it, so that none starts from a copied file, without its journals and archive. */
export const backupGeneration = 0;

/** The document of a backup: the state with every row of the archive. What moves meanwhile is in both, never in none. */
export async function withArchive(picture: () => Promise<Document>, dir: string): Promise<Document> {
  return whileNoneGoes(dir, async () => {
    const document = await picture();
    const [archived, archivedTrail] = [await alertsIn(dir), await trailIn(dir)];
    const tables = {
      ...document.tables,
      ...(archived.size === 0 ? {} : { archived }),
      ...(archivedTrail.size === 0 ? {} : { archivedTrail }),
    };
    return { ...document, generation: backupGeneration, tables };
  });
}

/** Reads again when a segment came or went meanwhile: what was dropped must not be missing from an older picture. */
export async function whileNoneGoes<T>(dir: string, reading: () => Promise<T>): Promise<T> {
  const names = async () => [...(await openAlerts(dir).segments()), ...(await openTrail(dir).segments())].join();
  for (;;) {
    const before = await names();
    const result = await reading();
    if ((await names()) === before) return result;
  }
}

async function alertsIn(dir: string): Promise<Map<string, Alerts>> {
  const rows = new Map<string, Alerts>();
  await eachRow(openAlerts(dir), (segment, row) => rows.set(row.id, { ...row, segment }));
  return rows;
}

async function trailIn(dir: string): Promise<Map<string, Trail>> {
  const rows = new Map<string, Trail>();
  await eachRow(openTrail(dir), (segment, entry) => {
    const id = String(entry.number);
    rows.set(id, { id, segment, entry });
  });
  return rows;
}

async function eachRow<Row>(archive: Archive<Row>, take: (segment: string, row: Row) => void): Promise<void> {
  for (const segment of await archive.segments()) for (const row of await archive.read(segment)) take(segment, row);
}

/** Where the archive of a backup is written before it takes its place: below it, as in a state's folder. */
const draft = 'restoring';

/** Writes the archive of a backup beside the one that is there. */
export async function draftArchive(
  dir: string,
  { alerts, trail }: { alerts: readonly Alerts[]; trail: readonly Trail[] },
): Promise<void> {
  const folder = join(dir, draft);
  await dropDraft(dir);
  await mkdir(folder, { mode: 0o700 });
  for (const [segment, rows] of Map.groupBy(alerts, (row) => row.segment)) {
    const plain = rows.map(({ id, alert, deliveries }) => ({ id, alert, deliveries }));
    await openAlerts(folder).append(segment, plain);
  }
  for (const [segment, rows] of Map.groupBy(trail, (row) => row.segment)) {
    const entries = rows.map(({ entry }) => entry);
    await openTrail(folder).append(segment, entries);
  }
}

/** Puts the draft in the place of the archive that is there, which goes to `kept`, beside the replaced state. */
export async function placeDraft(dir: string, kept: string | null): Promise<void> {
  const folder = join(dir, archiveFolder);
  if (existsSync(folder) && kept !== null) await rename(folder, join(kept, archiveFolder));
  const fresh = join(dir, draft, archiveFolder);
  if (existsSync(fresh)) await rename(fresh, folder);
  await flushFolder(dir);
}

/** Also what a restore left that was interrupted. */
export async function dropDraft(dir: string): Promise<void> {
  await rm(join(dir, draft), { recursive: true, force: true });
}
