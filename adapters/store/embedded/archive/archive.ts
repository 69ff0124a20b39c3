import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { flushFolder, ifAbsent, withFile, writeWhole } from '../../durable-file.ts';
import { StateDamaged } from '../../errors.ts';
import { checkedLine, contentOf } from '../../lines/checked-line.ts';
import { endOfLines, endsWithFeed, linesOf, wholeFile } from '../../lines/read-lines.ts';
import { asStored } from '../../memory/document.ts';
import { archivedOfNow } from '../../memory/migrations/v6-one-word-one-meaning.ts';
import type { StoredArchive, StoredArchives } from '../../stored-archives.ts';

/** The segments are in this folder of the state's folder. */
export const archiveFolder = 'archive';

/** Opens both archives of a state folder. */
export function openArchives(stateDir: string): StoredArchives {
  return { alerts: openAlerts(stateDir), trail: openTrail(stateDir) };
}

/** Opens the archive of closed alerts, whose segments are named like `alerts-2026-11`. */
export function openAlerts(stateDir: string): StoredArchive<Archived> {
  return openArchive<Archived>(stateDir, 'alerts', ({ id }) => id, archivedOfNow);
}

/** Opens the older part of the audit trail, whose segments are named like `history-2026-11`. */
export function openTrail(stateDir: string): StoredArchive<HistoryEntry> {
  return openArchive<HistoryEntry>(stateDir, 'history', ({ number }) => number);
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
): StoredArchive<Row> {
  const dir = join(stateDir, archiveFolder);
  const fileOf = (segment: string) => join(dir, `${segment}.jsonl`);
  const droppedOf = (segment: string) => join(dir, `dropped-${segment}.jsonl`);
  return {
    async append(segment, rows) {
      if (await fs.mkdir(dir, { recursive: true, mode: 0o700 })) await flushFolder(stateDir);
      await appendRows(fileOf(segment), rows).catch((error: unknown) => {
        throw new StoreUnwritable(`${fileOf(segment)}: ${error}`, { cause: error });
      });
    },
    rows: (segment) => rowsOf<Row>(fileOf(segment)),
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

/** Characters per write; other work goes on in between. */
const chunk = 1 << 18;

/**
 * Returns the name of the file next to a segment that contains, as a number, how long the segment was before the append that
 * is under way. The file exists from before that append's first byte until after its flush. Bytes behind that length
 * were never promised to anybody: readers stop there, and the next append cuts them off.
 */
export function unfinishedMark(file: string): string {
  return `${file}.unfinished`;
}

/**
 * Adds rows at the end of a segment, a row a line with a CRC-32 before it, and resolves when they are durable. It costs
 * what it adds: of the rows that are there it reads only the end. It first cuts off what a crash or a full disk left of
 * an earlier append.
 */
async function appendRows(file: string, rows: readonly unknown[]): Promise<void> {
  await withFile(fs.open(file, 'a+', 0o600), async (handle) => {
    // Older versions left no mark when an append was interrupted: then cut after the last complete line.
    const length = (await lengthOfSegment(file)) ?? (await endOfLines(handle, (await handle.stat()).size));
    await writeWhole(unfinishedMark(file), [Buffer.from(String(length))]);
    await handle.truncate(length);
    for (const slice of slicesOf(rows)) await handle.writeFile(slice);
    await handle.datasync();
  });
  await fs.rm(unfinishedMark(file));
  // The append resolves only after this flush: were the mark there again after a power cut, these rows would be cut
  // off.
  await flushFolder(dirname(file));
}

/**
 * Yields the rows of a segment in the order in which they came; none when there is no such file. Rejects with
 * StateDamaged at a line that is not as it was written. A last line without its end was never finished, and is left
 * out.
 */
async function* rowsOf<Row>(file: string): AsyncGenerator<Row> {
  const handle = await fs.open(file, 'r').catch(ifAbsent(null));
  if (!handle) return;
  try {
    const size = (await lengthOfSegment(file)) ?? (await handle.stat()).size;
    for await (const lines of linesOf(wholeFile({ file, handle, size })))
      for (const line of lines) if (endsWithFeed(line.bytes)) yield asStored<Row>(contentOf(file, line));
  } finally {
    await handle.close();
  }
}

/**
 * Resolves with the length of the segment in bytes, without what an interrupted append left; with null when none was
 * interrupted.
 */
export async function lengthOfSegment(file: string): Promise<number | null> {
  const text = await fs.readFile(unfinishedMark(file), 'utf8').catch(ifAbsent(null));
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new StateDamaged(unfinishedMark(file), 0, 'it is not a number');
  return Number(text);
}

/** Yields the lines of the rows in slices, since a whole segment may be longer than the longest string. */
function* slicesOf(rows: readonly unknown[]): Generator<string> {
  let slice = '';
  for (const row of rows) {
    slice += checkedLine(JSON.stringify(row));
    if (slice.length < chunk) continue;
    yield slice;
    slice = '';
  }
  yield slice;
}
