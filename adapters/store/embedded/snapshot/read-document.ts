import { crc32 } from 'node:zlib';
import { historyLines, type TakeRow } from '../document.ts';
import { StateDamaged } from '../errors.ts';
import type { ByteSource } from '../journal/read-lines.ts';

/*
 * The file of versions 1 and 2: one JSON document, a row a line, whose last line holds `[length in bytes, CRC-32]` of
 * every stretch before it. Read here in stretches too, since one of more than 512 MiB fits into no string.
 */

/** Begins the last line, and no other. */
const trailer = '\n,"checksums":[';
/** The most bytes of the last line: 4 KB of the document need about 17 bytes of it. */
const longestTrailer = 256 << 20;
/** So many bytes are read at once. */
const portion = 256 << 10;

/** Hands on the rows and the history. Resolves with the generation. Rejects with StateDamaged. */
export async function scanDocument(source: ByteSource, take: TakeRow, pause: () => Promise<void>): Promise<number> {
  const { file, handle } = source;
  const { end, sums } = await checksumsOf(source);
  const lines = lineReader(take);
  let from = 0;
  for (let next = 0; next < sums.length; ) {
    const first = next;
    let length = 0;
    while (next < sums.length && (length === 0 || length < portion)) length += sums[next++]?.[0] ?? 0;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
    let at = 0;
    for (const [bytes, sum] of sums.slice(first, next)) {
      const stretch = buffer.subarray(at, Math.min(at + bytes, bytesRead));
      if (stretch.length < bytes || crc32(stretch) !== sum)
        throw new StateDamaged(file, from + at, `it differs from what was written before byte ${from + at + bytes}`);
      lines.read(stretch.toString());
      at += bytes;
    }
    from += length;
    await pause();
  }
  if (from !== end) throw new StateDamaged(file, from, 'it is longer or shorter than what was written');
  return lines.generation();
}

async function checksumsOf({ file, handle, size }: ByteSource): Promise<{ end: number; sums: [number, number][] }> {
  for (let length = 64 << 10; ; length *= 8) {
    const from = Math.max(0, size - length);
    const { buffer } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const at = buffer.lastIndexOf(trailer);
    if (at >= 0)
      return { end: from + at, sums: pairs(file, buffer.toString('latin1', at + trailer.length - 1), from + at) };
    if (from === 0 || length >= longestTrailer)
      throw new StateDamaged(file, size, 'the file ends there, without its last line (the checksums)');
  }
}

function pairs(file: string, text: string, end: number): [number, number][] {
  try {
    if (text.endsWith(']}\n')) return JSON.parse(text.slice(0, -2));
  } catch {}
  throw new StateDamaged(file, end + 1, 'its last line (the checksums) is not as it was written');
}

/** Follows the lines of the document. A stretch holds whole rows, but the comma after its last one begins the next. */
function lineReader(take: TakeRow) {
  let collection = '';
  let generation = 0;

  function line(text: string): void {
    const opened = /^"([^"\\]+)":\[$/.exec(text)?.[1];
    if (text.startsWith('{"version":')) generation = Number(/"generation":(\d+)/.exec(text)?.[1]);
    if (text.endsWith('},"history":[')) collection = historyLines;
    else if (opened !== undefined) collection = opened;
    else if (text.startsWith('{') && !text.startsWith('{"version":'))
      take(collection, JSON.parse(text), Buffer.byteLength(text));
  }

  return {
    generation: () => generation,
    read(stretch: string): void {
      for (const text of stretch.split('\n')) line(text.endsWith(',') ? text.slice(0, -1) : text);
    },
  };
}
