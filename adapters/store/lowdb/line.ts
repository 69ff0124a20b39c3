import { crc32 } from 'node:zlib';
import { StateDamaged } from './state-errors.ts';
import { type Edits, mapsOf, plainOf } from './tables.ts';

/**
 * One line of the journal: CRC-32 in eight hex digits, a space, JSON, a line feed. `n` counts the lines of a journal
 * from 1, so that a missing one shows. One line holds all that became durable together.
 */
export function encodeLine(n: number, edits: Edits): Buffer {
  const json = JSON.stringify({
    n,
    rows: plainOf(edits.rows),
    history: edits.history,
    forgotten: edits.forgotten || undefined,
  });
  return Buffer.from(`${sumOf(json)} ${json}\n`);
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

export interface Lines {
  edits: Edits[];
  /** Length in bytes of the good lines with their line feeds: where to go on. */
  length: number;
  /** Length in bytes of the unfinished write after them, which nobody was told of. */
  torn: number;
}

/**
 * Reads a journal. A write at its end that was not finished when the process or the machine stopped is left out, and
 * so are the zeros after it. Anything else that is not as it was written throws StateDamaged.
 */
export function decodeLines(file: string, padded: Buffer): Lines {
  const bytes = withoutPadding(padded);
  const edits: Edits[] = [];
  let from = 0;
  while (from < bytes.length) {
    const end = endOf(bytes, from);
    if (end === null) break;
    const line = bytes.subarray(from, end);
    if (!isGood(line)) {
      if (isUnfinished(bytes.subarray(from))) break;
      throw new StateDamaged(file, from, 'the line that begins there is not as it was written');
    }
    const { n, rows, history, forgotten = 0 } = JSON.parse(line.toString('utf8', 9));
    if (n !== edits.length + 1) throw new StateDamaged(file, from, `line ${edits.length + 1} is missing before it`);
    edits.push({ rows: mapsOf(rows), history, forgotten });
    from = end + 1;
  }
  return { edits, length: from, torn: Math.max(0, bytes.length - from) };
}

/** A journal has zeros after its last line while it is open. JSON has no zero byte. */
function withoutPadding(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** Where the line ends; null when it never does. The last one counts without its line feed, or with another byte in its place. */
function endOf(bytes: Buffer, from: number): number | null {
  const feed = bytes.indexOf(10, from);
  if (feed >= 0) return feed;
  const ends = [bytes.length, bytes.length - 1];
  return ends.find((end) => isGood(bytes.subarray(from, end))) ?? null;
}

function isGood(line: Buffer): boolean {
  return line[8] === 32 && line.toString('latin1', 0, 8) === sumOf(line.subarray(9));
}

/**
 * Whether the end of a journal is a write of which some blocks never reached the disk before the power went: there the
 * zeros still show. Nothing good can follow it.
 */
function isUnfinished(rest: Buffer): boolean {
  if (!rest.includes('\0\0')) return false;
  for (let from = 0, feed = rest.indexOf(10); feed >= 0; from = feed + 1, feed = rest.indexOf(10, from)) {
    if (isGood(rest.subarray(from, feed))) return false;
  }
  return true;
}
