import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { accountsOf } from '../../../src/ports/collections.ts';
import { withFile, writeWhole } from '../durable-file.ts';
import { StateDamaged, StateTooNew } from '../errors.ts';
import {
  asStored,
  type Document,
  type Growth,
  historyLines,
  type Picture,
  pictureOf,
  type TakeRow,
} from '../memory/document.ts';
import { rowText } from '../memory/row-text.ts';
import { addBytes, noGrowth } from '../memory/sums.ts';
import { progressed } from '../progress.ts';
import { checkedLine, contentOf } from './checked-line.ts';
import { type ByteSource, endsWithFeed, type FileLine, linesOf, wholeFile } from './read-lines.ts';

/*
 * A snapshot, and a backup:
 *
 *   {"version":8,"generation":7,"format":"lines"}
 *   5d4c3b2a ["alerts",{"id":"webhook:siem 42", ... }]          a row: its collection, and itself
 *   1f2e3d4c ["history",{"number":1, ... }]                     an entry of the audit trail; no collection is called so
 *   0a1b2c3d {"end":{"lines":3,"sum":123456789}}                how many lines stand before it, and the CRC-32 of all
 */

/** Characters that are serialised and written in one go, in about a millisecond, before other work gets its turn. */
const sliceSize = 128 << 10;

/** Writes the document as it is now; see `writeLines`. `check` may throw before the new file takes its place. */
export function writeSnapshot(file: string, document: Document, check?: () => void): Promise<number> {
  const { lines, ...head } = snapshotLines(document);
  return writeLines(file, head, lines, async () => check?.());
}

/** Returns the version and the generation of a document, and the lines of its rows as they are at this instant, in one part. */
export function snapshotLines(document: Document): { version: number; generation: number; lines: Iterable<string>[] } {
  const { version, generation, ...picture } = pictureOf(document);
  return { version, generation, lines: [linesOfPicture(picture)] };
}

/**
 * Writes a snapshot of these parts, each some of its lines. At every instant the file is the old one or the new one,
 * whole. `check` looks at the draft before it takes its place. Resolves with the length in bytes.
 */
export function writeLines(
  file: string,
  picture: Pick<Picture, 'version' | 'generation'>,
  parts: Iterable<Iterable<string>> | AsyncIterable<Iterable<string>>,
  check: (draft: string) => Promise<void> = async () => {},
): Promise<number> {
  return writeWhole(file, counted(file, slicesOf(picture, parts)), check);
}

/** Hands these bytes of a file on, and says how many have been made. */
async function* counted(file: string, slices: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const bytes of slices) {
    done += bytes.length;
    progressed({ step: `Writing ${basename(file)}`, done, of: null, unit: 'bytes' });
    yield bytes;
  }
}

/** Yields the lines of all rows and of the history, in the order in which a snapshot has them. */
function* linesOfPicture({ rows, history }: Pick<Picture, 'rows' | 'history'>): Generator<string> {
  for (const [collection, list] of rows) for (const row of list) yield rowLine(collection, row);
  for (const entry of history) yield rowLine(historyLines, entry);
}

/** Returns the line of one row in a snapshot. */
export function rowLine(collection: string, row: unknown): string {
  return checkedLine(rowText(collection, row));
}

async function* slicesOf(
  { version, generation }: Pick<Picture, 'version' | 'generation'>,
  parts: Iterable<Iterable<string>> | AsyncIterable<Iterable<string>>,
): AsyncGenerator<Buffer> {
  let text = `{"version":${version},"generation":${generation},"format":"lines"}\n`;
  let lines = 1;
  let sum = 0;
  const slice = (): Buffer => {
    const bytes = Buffer.from(text);
    sum = crc32(bytes, sum);
    text = '';
    return bytes;
  };
  for await (const part of parts) {
    for (const line of part) {
      text += line;
      lines++;
      if (text.length >= sliceSize) yield slice();
    }
  }
  yield slice();
  yield Buffer.from(checkedLine(JSON.stringify({ end: { lines, sum } })));
}

/**
 * Reads a snapshot whole; see `scanSnapshot`. Rows for which `apart` returns true stay out of the document. `bytes` is the
 * length of the file, `stored` counts the lines of rows and history.
 */
export async function readSnapshot(
  file: string,
  known: number,
  apart: (...row: Parameters<TakeRow>) => boolean = () => false,
  pause?: () => Promise<void>,
): Promise<{ document: Document; bytes: number; stored: Growth }> {
  const tables = new Map<string, Map<string, unknown>>();
  const history: HistoryEntry[] = [];
  const stored = noGrowth();
  const take: TakeRow = (collection, row, length) => {
    if (apart(collection, row, length)) return;
    addBytes(stored, length, accountsOf(collection, row));
    if (collection === historyLines) return void history.push(asStored(row));
    const rows = tables.get(collection) ?? new Map<string, unknown>();
    tables.set(collection, rows.set(asStored<{ id: string }>(row).id, row));
  };
  const { bytes, ...head } = await scanSnapshot(file, known, take, pause);
  return { document: { ...head, tables: Object.fromEntries(tables), history }, bytes, stored };
}

/**
 * Reads a snapshot of any size in stretches, and hands on row by row; after each stretch it waits for `pause`. The rows
 * are known to be right only once it resolves, with the length of the file in bytes. Rejects with StateDamaged or
 * StateTooNew, and with ENOENT when there is no file. `known` is the newest state version that the caller understands.
 */
export function scanSnapshot(
  file: string,
  known: number,
  take: TakeRow,
  pause: () => Promise<void> = async () => {},
): Promise<{ version: number; generation: number; bytes: number }> {
  return withFile(open(file, 'r'), async (handle) => {
    const { size: bytes } = await handle.stat();
    const beginning = await handle.read(Buffer.alloc(200), 0, 200, 0);
    const text = beginning.buffer.toString('latin1', 0, beginning.bytesRead);
    const version = Number(/^\s*\{\s*"version"\s*:\s*(\d{1,9})/.exec(text)?.[1] ?? 0);
    if (version > known) throw new StateTooNew(file, version, known);
    const generation = /^\{"version":\d+,"generation":(\d+),"format":"lines"\}\n/.exec(text)?.[1];
    if (generation === undefined) throw new StateDamaged(file, 0, 'its first line is not as it was written');
    await scanLines({ file, handle, size: bytes }, take, pause);
    return { version, bytes, generation: Number(generation) };
  });
}

async function scanLines(source: ByteSource, take: TakeRow, pause: () => Promise<void>): Promise<void> {
  const { file, size } = source;
  const read = { lines: 0, sum: 0, ended: false };
  for await (const lines of linesOf(wholeFile(source))) {
    for (const line of lines) readLine(file, line, read, take);
    await pause();
  }
  if (!read.ended) throw new StateDamaged(file, size, 'the file ends there, without its last line');
}

/** The last line of a snapshot: how many lines stand before it, and the CRC-32 of all. */
type LastLine = { end?: { lines: number; sum: number } } | null;

function readLine(file: string, line: FileLine, read: { lines: number; sum: number; ended: boolean }, take: TakeRow) {
  const { at, bytes } = line;
  if (read.ended) throw new StateDamaged(file, at, 'something follows its last line');
  if (!endsWithFeed(bytes)) return;
  if (at > 0) {
    const content = asStored<[collection: string, row: object] | LastLine>(contentOf(file, line));
    if (!Array.isArray(content)) {
      const { lines, sum } = content?.end ?? {};
      if (lines !== read.lines || sum !== read.sum)
        throw new StateDamaged(file, at, `its last line tells of ${lines} lines, and other ones stand before it`);
      read.ended = true;
      return;
    }
    take(content[0], content[1], bytes.length);
  }
  read.lines++;
  read.sum = crc32(bytes, read.sum);
}
