import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { progressed } from '../progress.ts';

/** A file that is open for reading. */
export interface ByteSource {
  file: string;
  handle: FileHandle;
  size: number;
}

/** The bytes of a file in their order, cut anywhere. */
export type Stretches = AsyncIterable<Buffer> | Iterable<Buffer>;

/** A line of a file. `bytes` has its line feed when there is one: only the last line may lack it. */
export interface FileLine {
  /** The line begins here, in bytes. */
  at: number;
  bytes: Buffer;
}

/** Size in bytes of one read: parsing that much blocks the event loop for one or two milliseconds. */
const stretch = 256 << 10;
const feed = 10;

/** Yields the bytes of a whole file in chunks, and publishes its progress. */
export async function* wholeFile({ file, handle, size }: ByteSource): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const bytes of stretchesOf(handle, 0, size)) {
    done += bytes.length;
    progressed({ step: `Reading ${basename(file)}`, done, of: size, unit: 'bytes' });
    yield bytes;
  }
}

/** Yields the bytes of a file from `from` up to `to` in chunks, so that a file of any size can be read. */
export async function* stretchesOf(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(stretch), 0, Math.min(stretch, to - at), at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** Yields the lines of stretches that follow each other. Lines that end in the same stretch come together. */
export async function* linesOf(stretches: Stretches): AsyncGenerator<readonly FileLine[]> {
  let begun: Buffer[] = [];
  let at = 0;
  for await (const bytes of stretches) {
    const lines: FileLine[] = [];
    let from = 0;
    for (let end = bytes.indexOf(feed); end >= 0; end = bytes.indexOf(feed, from)) {
      const part = bytes.subarray(from, end + 1);
      const line = begun.length === 0 ? part : Buffer.concat([...begun, part]);
      begun = [];
      lines.push({ at, bytes: line });
      at += line.length;
      from = end + 1;
    }
    if (from < bytes.length) begun.push(bytes.subarray(from));
    yield lines;
  }
  if (begun.length > 0) yield [{ at, bytes: Buffer.concat(begun) }];
}

/** Returns whether the last byte is a line feed. */
export function endsWithFeed(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === feed;
}

/** Resolves with the place at which the zeros at the end of a file of that length begin, in bytes. */
export function endOfData(handle: FileHandle, length: number): Promise<number> {
  return endOf(handle, length, (bytes) => bytes.findLastIndex((byte) => byte !== 0));
}

/** Resolves with the offset (bytes) at which the last complete line ends, in a file of this length. */
export function endOfLines(handle: FileHandle, length: number): Promise<number> {
  return endOf(handle, length, (bytes) => bytes.lastIndexOf(feed));
}

/**
 * Resolves with the place just behind the last byte that `lastIn` finds, read from the end; with 0 where it finds none.
 */
async function endOf(handle: FileHandle, length: number, lastIn: (bytes: Buffer) => number): Promise<number> {
  for (let end = length; end > 0; ) {
    const from = Math.max(0, end - stretch);
    const bytes = Buffer.alloc(end - from);
    await handle.read(bytes, 0, bytes.length, from);
    const last = lastIn(bytes);
    if (last >= 0) return from + last + 1;
    end = from;
  }
  return 0;
}
