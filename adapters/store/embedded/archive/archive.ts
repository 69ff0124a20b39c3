import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import { type Archive, StoreUnwritable } from '../../../../src/ports/store.ts';
import { flushFolder, ifAbsent } from '../durable-file.ts';
import { alertOfNow, deliveryOfNow } from '../migrations/v6-one-word-one-meaning.ts';
import { appendRows, rowsOf, unfinishedMark } from './segment-file.ts';

/** The segments are in this folder of the state's folder. */
export const archiveFolder = 'archive';

/** Returns the file of a segment, such as `alerts-2026-11`. */
export function segmentFile(stateDir: string, segment: string): string {
  return join(stateDir, archiveFolder, `${segment}.jsonl`);
}

/** Opens the archive of closed alerts, whose segments are named like `alerts-2026-11`. */
export function openAlerts(stateDir: string): Archive {
  return openArchive<Archived>(stateDir, 'alerts', ({ id }) => id, archivedOfNow);
}

/** Opens the older part of the audit trail, whose segments are named like `history-2026-11`. */
export function openTrail(stateDir: string): Archive<HistoryEntry> {
  return openArchive<HistoryEntry>(stateDir, 'history', ({ number }) => number);
}

/** Segments are never rewritten, so rows of older versions are read as this version stores them. */
function archivedOfNow(row: Archived): Archived {
  return { ...row, alert: alertOfNow(row.alert), deliveries: row.deliveries.map(deliveryOfNow) };
}

/**
 * Opens an archive of rows that are closed and only read, a file a month. Only the store's owner writes: open it after
 * the store. Each segment takes one call at a time. A segment that was dropped stays as `dropped-<segment>.jsonl` until
 * it is erased.
 */
function openArchive<Row>(
  stateDir: string,
  kind: string,
  keyOf: (row: Row) => string | number,
  rowOfNow: (row: Row) => Row = (row) => row,
): Archive<Row> {
  const dir = join(stateDir, archiveFolder);
  const fileOf = (segment: string) => segmentFile(stateDir, segment);
  const droppedOf = (segment: string) => join(dir, `dropped-${segment}.jsonl`);
  return {
    async append(segment, rows) {
      if (await fs.mkdir(dir, { recursive: true, mode: 0o700 })) await flushFolder(stateDir);
      await appendRows(fileOf(segment), rows).catch((error: unknown) => {
        throw new StoreUnwritable(`${fileOf(segment)}: ${error}`, { cause: error });
      });
    },
    async read(segment, wanted = () => true) {
      const rows = new Map<string | number, Row>();
      for await (const stored of rowsOf<Row>(fileOf(segment))) {
        const row = rowOfNow(stored);
        if (wanted(row)) rows.set(keyOf(row), row);
        else rows.delete(keyOf(row));
      }
      return [...rows.values()];
    },
    segments: async () =>
      (await fs.readdir(dir).catch(ifAbsent([])))
        .flatMap((name) => /^([a-z]+-\d{4}-\d\d)\.jsonl$/.exec(name)?.[1] ?? [])
        .filter((segment) => segment.startsWith(`${kind}-`))
        .sort(),
    async drop(segment) {
      await fs.rm(unfinishedMark(fileOf(segment)), { force: true });
      await fs.rename(fileOf(segment), droppedOf(segment)).catch(ifAbsent(undefined));
      await flushFolder(dir).catch(ifAbsent(undefined));
    },
    async erase(segment) {
      await fs.rm(droppedOf(segment), { force: true });
      await flushFolder(dir).catch(ifAbsent(undefined));
    },
  };
}
