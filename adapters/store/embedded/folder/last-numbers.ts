/** Finds which numbers a state gave out last, also one that is damaged, so that a restore gives out none of them again. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Numbered, numbered } from '../../../../src/store/next-number.ts';
import type { Tables } from '../document.ts';
import { withFile } from '../durable-file.ts';
import { generationsIn, journalName } from '../journal/generations.ts';
import { linesOf, wholeFile } from '../journal/read-lines.ts';
import { stateVersion, upgraded, upgrades } from '../migrations/migrate.ts';
import { countersBefore } from '../migrations/v6-one-word-one-meaning.ts';
import { load, snapshotName } from './load.ts';

/** The numbers that were given out last, by counter. */
export type LastNumbers = ReadonlyMap<Numbered, number>;

/** Returns the last numbers of the state in a folder: of a damaged one, those in the lines that can still be read. */
export async function lastNumbersIn(dir: string): Promise<LastNumbers> {
  try {
    return lastNumbers(upgraded((await load(dir, stateVersion)).db.data, upgrades).tables);
  } catch {
    return numbersInLines(dir);
  }
}

/** Returns the numbers that a document gave out last. */
export function lastNumbers({ counters }: Tables): LastNumbers {
  const last = (id: Numbered) => counters?.get(id)?.value ?? 0;
  return new Map(numbered.filter((id) => last(id) > 0).map((id) => [id, last(id)]));
}

/** Matches the row of a counter, in a line of a snapshot or of a journal. A text that looks so has its quotes escaped there. */
const counterRow = /\{"id":"([a-z]+)","value":(\d{1,15})\}/g;

async function numbersInLines(dir: string): Promise<LastNumbers> {
  const last = new Map<Numbered, number>();
  const note = (line: string) => {
    for (const [, name, value] of line.matchAll(counterRow)) {
      for (const id of numbered)
        if (id === name || countersBefore[id] === name) last.set(id, Math.max(last.get(id) ?? 0, Number(value)));
    }
  };
  for (const name of [snapshotName, ...generationsIn(dir).map(journalName)])
    if (existsSync(join(dir, name))) await eachLine(join(dir, name), note);
  return last;
}

function eachLine(file: string, note: (line: string) => void): Promise<void> {
  return withFile(open(file, 'r'), async (handle) => {
    const { size } = await handle.stat();
    for await (const lines of linesOf(wholeFile({ file, handle, size })))
      for (const { bytes } of lines) if (bytes.includes('"counters"')) note(bytes.toString('latin1'));
  });
}
