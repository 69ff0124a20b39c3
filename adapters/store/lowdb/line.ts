import { crc32 } from 'node:zlib';
import { StateDamaged } from './state-errors.ts';
import { type Edits, mapsOf, plainOf } from './tables.ts';

/**
 * One line of the journal: CRC-32 in eight hex digits, a space, JSON, a line feed. `n` counts the lines of a journal
 * from 1, so that a missing one shows. One line holds all that became durable together.
 */
export function encodeLine(n: number, edits: Edits): Buffer {
  const json = JSON.stringify({ n, rows: plainOf(edits.rows), history: edits.history });
  return Buffer.from(`${sumOf(json)} ${json}\n`);
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

export interface Lines {
  edits: Edits[];
  /** Length in bytes of the good lines; what follows is the torn end of a write that nobody was told of. */
  length: number;
}

/**
 * Reads a journal. An end that was being written when the process or the machine stopped is left out.
 * Anything else that is not as it was written throws StateDamaged.
 */
export function decodeLines(file: string, bytes: Buffer): Lines {
  const edits: Edits[] = [];
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (end < 0 || !isGood(line)) {
      if (isTorn(line, bytes.subarray(from))) break;
      throw new StateDamaged(file, from, 'that line is not as it was written');
    }
    const { n, rows, history } = JSON.parse(line.toString('utf8', 9));
    if (n !== edits.length + 1) throw new StateDamaged(file, from, `line ${edits.length + 1} is missing before it`);
    edits.push({ rows: mapsOf(rows), history });
    from = end + 1;
  }
  return { edits, length: from };
}

function isGood(line: Buffer): boolean {
  return line[8] === 32 && line.toString('latin1', 0, 8) === sumOf(line.subarray(9));
}

/**
 * Whether the rest of a journal is an unfinished write: without its line feed, or with the zeros that a file system
 * puts where a page did not reach the disk before the power went. JSON has no zero byte.
 * A whole line whose line feed alone was altered is damage.
 */
function isTorn(line: Buffer, rest: Buffer): boolean {
  if (line.length === rest.length) return !isGood(line.subarray(0, -1));
  return (
    rest.includes('\0\0') &&
    !rest
      .toString('latin1')
      .split('\n')
      .slice(0, -1)
      .some((text) => isGood(Buffer.from(text, 'latin1')))
  );
}
