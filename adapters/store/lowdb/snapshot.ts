import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Document } from './document.ts';
import { writeWhole } from './durable.ts';
import { StateDamaged, StateTooNew } from './state-errors.ts';
import { mapsOf, namesOf } from './tables.ts';

/** A stretch with a checksum of its own: damage is found to the nearest few rows. */
const stretchSize = 4 << 10;
/** Written at once, and made without a pause: well under a millisecond. */
const sliceSize = 128 << 10;
/** Begins the last line, which holds `[length in bytes, CRC-32]` of every stretch before it. No other line begins so. */
const trailer = '\n,"checksums":[';

/**
 * Writes the document as readable JSON, a row a line, with checksums in its last line.
 * `document` must not change meanwhile (see `stillOf`). `check` may throw before it takes its place. Returns the length in bytes.
 */
export function writeSnapshot(file: string, document: Document, check?: () => void): Promise<number> {
  return writeWhole(file, slicesOf(stretchesOf(linesOf(document))), check);
}

function* linesOf({ version, generation, tables, history }: Document): Generator<string> {
  yield `{"version":${version},"generation":${generation},"collections":{`;
  let comma = '';
  for (const name of namesOf(tables)) {
    yield `${comma}\n${JSON.stringify(name)}:[`;
    yield* rowsOf(tables[name]?.values() ?? []);
    yield '\n]';
    comma = ',';
  }
  yield '},"history":[';
  yield* rowsOf(history);
  yield '\n]';
}

function* rowsOf(rows: Iterable<unknown>): Generator<string> {
  let comma = '';
  for (const row of rows) {
    yield `${comma}\n${JSON.stringify(row)}`;
    comma = ',';
  }
}

function* stretchesOf(lines: Iterable<string>): Generator<Buffer> {
  const sums: string[] = [];
  const summed = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    sums.push(`[${bytes.length},${crc32(bytes)}]`);
    return bytes;
  };
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < stretchSize) continue;
    yield summed(text);
    text = '';
  }
  yield summed(text);
  yield Buffer.from(`${trailer}${sums.join()}]}\n`);
}

function* slicesOf(stretches: Iterable<Buffer>): Generator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for (const stretch of stretches) {
    parts.push(stretch);
    length += stretch.length;
    if (length < sliceSize) continue;
    yield Buffer.concat(parts);
    parts = [];
    length = 0;
  }
  yield Buffer.concat(parts);
}

export interface Snapshot {
  document: Document;
  bytes: number;
}

/**
 * Reads what `writeSnapshot` wrote. Rejects with StateDamaged or StateTooNew, and with ENOENT when there is no file.
 * `known` is the newest state version that the caller understands.
 */
export async function readSnapshot(file: string, known: number): Promise<Snapshot> {
  const bytes = await readFile(file);
  const version = Number(/^\s*\{\s*"version"\s*:\s*(\d{1,9})/.exec(bytes.toString('latin1', 0, 100))?.[1] ?? 0);
  if (version > known) throw new StateTooNew(file, version, known);
  verify(file, bytes);
  const { generation, collections, history } = JSON.parse(bytes.toString());
  return { document: { version, generation, tables: mapsOf(collections), history }, bytes: bytes.length };
}

function verify(file: string, bytes: Buffer): void {
  const end = bytes.lastIndexOf(trailer);
  if (end < 0) throw new StateDamaged(file, bytes.length, 'the file ends there, without its last line (the checksums)');
  let from = 0;
  for (const [length, sum] of sumsOf(file, bytes, end)) {
    if (crc32(bytes.subarray(from, from + length)) !== sum) {
      throw new StateDamaged(file, from, `it differs from what was written before byte ${from + length}`);
    }
    from += length;
  }
  if (from !== end) throw new StateDamaged(file, from, 'it is longer or shorter than what was written');
}

/** The pairs of length and checksum. */
function sumsOf(file: string, bytes: Buffer, end: number): Iterable<[number, number]> {
  const text = bytes.toString('latin1', end + trailer.length - 1);
  try {
    if (text.endsWith(']}\n')) return JSON.parse(text.slice(0, -2));
  } catch {}
  throw new StateDamaged(file, end + 1, 'its last line (the checksums) is not as it was written');
}
