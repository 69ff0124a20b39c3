import { open } from 'node:fs/promises';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import { withFile } from '../../durable-file.ts';
import { StateDamaged } from '../../errors.ts';
import { checkedLine, damagedLine, isGood, jsonIn } from '../../lines/checked-line.ts';
import { endOfData, endsWithFeed, linesOf, type Stretches, stretchesOf } from '../../lines/read-lines.ts';
import { asStored, type Edits, mapsOf, type Plain, plainOf } from '../../memory/document.ts';

/** The JSON of one line of the journal. */
interface JournalLine {
  n: number;
  rows: Record<string, Plain[]>;
  history: HistoryEntry[];
  forgotten?: number;
  held?: [account: string, bytes: number][];
  growth?: number;
}

/**
 * Returns one line of the journal. `n` counts the lines of a journal from 1, so that a missing one shows. One line
 * holds all that became durable together.
 */
export function encodeLine(n: number, edits: Edits): Buffer {
  const line: JournalLine = {
    n,
    rows: plainOf(edits.rows),
    history: edits.history,
    forgotten: edits.forgotten || undefined,
    held: edits.growth && [...edits.growth.byAccount],
    growth: edits.growth?.bytes,
  };
  return Buffer.from(checkedLine(JSON.stringify(line)));
}

/** What reading a journal found. */
export interface Lines {
  /** The number of good lines. */
  count: number;
  /** Length in bytes of the valid lines with their line feeds: the offset of the next append. */
  length: number;
  /** Length in bytes of the unfinished write after them, of which no caller knows that it is durable. */
  torn: number;
}

/** Reads a journal of any size; see `decodeLines`. */
export function readJournal(file: string, apply: (edits: Edits) => void): Promise<Lines> {
  return withFile(open(file, 'r'), async (handle) => {
    // A journal has zeros after its last line while it is open. JSON has no zero byte.
    const end = await endOfData(handle, (await handle.stat()).size);
    return decodeLines(file, stretchesOf(handle, 0, end), apply);
  });
}

/** Describes the end of a journal that is not as it was written, from its first bad line on. */
interface BadEnd {
  at: number;
  /** True when its first line has an end. */
  ended: boolean;
  /** True when two zeros in a row were seen. */
  zeros: boolean;
}

/**
 * Reads a journal, and hands on line by line. It leaves out a write at the end that was not finished when the process
 * or the machine stopped. Rejects with StateDamaged for anything else that is not as it was written.
 */
export async function decodeLines(file: string, stretches: Stretches, apply: (edits: Edits) => void): Promise<Lines> {
  const read: Lines = { count: 0, length: 0, torn: 0 };
  let bad: BadEnd | null = null;
  let end = 0;
  for await (const lines of linesOf(stretches)) {
    for (const { at, bytes } of lines) {
      end = at + bytes.length;
      const line = goodPart(bytes);
      if (bad && line && endsWithFeed(bytes)) throw damagedLine(file, bad.at);
      if (bad) bad.zeros ||= bytes.includes('\0\0');
      else if (!line) bad = { at, ended: endsWithFeed(bytes), zeros: bytes.includes('\0\0') };
      else {
        const { n, rows, history, forgotten = 0, growth: bytes, held } = asStored<JournalLine>(jsonIn(line));
        if (n !== read.count + 1) throw new StateDamaged(file, at, `line ${read.count + 1} is missing before it`);
        const growth = bytes === undefined || !held ? undefined : { bytes, byAccount: new Map(held) };
        apply({ rows: mapsOf(rows), history, forgotten, growth });
        read.count = n;
        read.length = at + line.length + 1;
      }
    }
  }
  // Either the last write was cut off, or some of its blocks never reached the disk before the power went: there the zeros still show.
  if (bad?.ended && !bad.zeros) throw damagedLine(file, bad.at);
  return { ...read, torn: bad ? end - bad.at : 0 };
}

/**
 * Returns the line without its end; null when it is not as it was written. The last line counts without its line feed,
 * or with another byte in its place.
 */
function goodPart(bytes: Buffer): Buffer | null {
  const withoutLast = bytes.subarray(0, -1);
  if (isGood(withoutLast)) return withoutLast;
  return !endsWithFeed(bytes) && isGood(bytes) ? bytes : null;
}
