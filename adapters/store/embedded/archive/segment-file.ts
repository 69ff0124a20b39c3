import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { flushFolder, writeWhole } from '../durable-file.ts';
import { StateDamaged } from '../errors.ts';

/** Bytes that are read at once; other work goes on in between. */
const chunk = 1 << 18;

/**
 * The file beside a segment that says, as a number, how long the segment was before the append that is under way. It is
 * there from before that append's first byte until after its flush. What stands behind that length was never promised to
 * anybody: readers stop there, and the next append cuts it off.
 */
export function unfinishedMark(file: string): string {
  return `${file}.unfinished`;
}

/**
 * Adds rows at the end of a segment, a row a line with a CRC-32 before it. Durable when it resolves. Costs what it adds:
 * of what is there only the end is looked at. What a crash or a full disk left of an earlier append is cut off first.
 */
export async function appendRows(file: string, rows: readonly unknown[]): Promise<void> {
  const handle = await fs.open(file, 'a+', 0o600);
  try {
    const length = (await unfinishedAt(file)) ?? (await afterLastLine(handle));
    await writeWhole(unfinishedMark(file), [Buffer.from(String(length))]);
    await handle.truncate(length);
    for (const slice of slicesOf(rows)) await handle.writeFile(slice);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await fs.rm(unfinishedMark(file));
  // Before anybody is told: were the mark there again after a power cut, these rows would be cut off.
  await flushFolder(dirname(file));
}

/**
 * The rows of a segment, in the order in which they came; none when there is no such file. Rejects with StateDamaged at
 * a line that is not as it was written. A last line without its end was never finished, and is left out.
 */
export async function* rowsOf<Row>(file: string): AsyncGenerator<Row> {
  const handle = await fs.open(file, 'r').catch(nullWhenAbsent);
  if (!handle) return;
  try {
    const end = (await unfinishedAt(file)) ?? Number.POSITIVE_INFINITY;
    for await (const { line, at } of linesOf(handle, end)) yield decode(file, line, at);
  } finally {
    await handle.close();
  }
}

/** Complete lines that end before `end`, without their line feeds, and where each begins. */
async function* linesOf(handle: fs.FileHandle, end: number): AsyncGenerator<{ line: Buffer; at: number }> {
  let pieces: Buffer[] = [];
  let at = 0;
  for (let from = 0; from < end; ) {
    const bytes = await read(handle, from, Math.min(chunk, end - from));
    if (bytes.length === 0) return;
    from += bytes.length;
    let begin = 0;
    for (let feed = bytes.indexOf(10); feed >= 0; begin = feed + 1, feed = bytes.indexOf(10, begin)) {
      const line = Buffer.concat([...pieces, bytes.subarray(begin, feed)]);
      yield { line, at };
      at += line.length + 1;
      pieces = [];
    }
    pieces.push(bytes.subarray(begin));
  }
}

/** Where the last complete line ends. An older version left no mark when it was interrupted. */
async function afterLastLine(handle: fs.FileHandle): Promise<number> {
  for (let end = (await handle.stat()).size; end > 0; ) {
    const from = Math.max(0, end - chunk);
    const feed = (await read(handle, from, end - from)).lastIndexOf(10);
    if (feed >= 0) return from + feed + 1;
    end = from;
  }
  return 0;
}

async function read(handle: fs.FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, from);
  return buffer.subarray(0, bytesRead);
}

/** How long the segment is without what an interrupted append left; null when none was interrupted. */
async function unfinishedAt(file: string): Promise<number | null> {
  const text = await fs.readFile(unfinishedMark(file), 'utf8').catch(nullWhenAbsent);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new StateDamaged(unfinishedMark(file), 0, 'it is not a number');
  return Number(text);
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** A whole segment may be longer than the longest string. */
function* slicesOf(rows: readonly unknown[]): Generator<string> {
  let slice = '';
  for (const row of rows) {
    slice += encode(row);
    if (slice.length < chunk) continue;
    yield slice;
    slice = '';
  }
  yield slice;
}

function encode(row: unknown): string {
  const json = JSON.stringify(row);
  return `${sumOf(json)} ${json}\n`;
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** A row of ours, as its checksum says. */
function decode(file: string, line: Buffer, at: number): ReturnType<typeof JSON.parse> {
  if (line.toString('latin1', 0, 8) !== sumOf(line.subarray(9)))
    throw new StateDamaged(file, at, 'the line that begins there is not as it was written');
  return JSON.parse(line.toString('utf8', 9));
}
