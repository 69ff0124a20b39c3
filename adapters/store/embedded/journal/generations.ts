import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Edits } from '../document.ts';
import { type Journal, openJournal } from './journal.ts';
import { encodeLine } from './line.ts';

/** Holds the journals since the last snapshot, one a generation. Only the newest is written. */
export type Journals = Awaited<ReturnType<typeof openJournals>>;

/** Says where to go on: the newest generation, its lines and good bytes, and the bytes of all journals before it. */
export interface Position {
  generation: number;
  lines: number;
  /** Null when the journal is not there yet. */
  length: number | null;
  older: number;
  /** The journals that end with an unfinished write, and their good bytes; the newest may be one of them. */
  torn: readonly { file: string; length: number }[];
}

/** Returns the name of the file of a generation's journal. */
export function journalName(generation: number): string {
  return `journal-${generation}.jsonl`;
}

/** Returns the generations that have a journal in the folder, oldest first. */
export function generationsIn(dir: string): number[] {
  return readdirSync(dir)
    .map((name) => Number(/^journal-(\d+)\.jsonl$/.exec(name)?.[1] ?? 0))
    .filter((generation) => generation > 0)
    .sort((a, b) => a - b);
}

/** Opens the newest journal of the folder to go on at `start`, and cuts unfinished writes off all of them. */
export async function openJournals(dir: string, start: Position) {
  let { generation, lines, older } = start;
  const file = (of: number) => join(dir, journalName(of));
  await cutTornEnds(start);
  let journal: Journal = await openJournal(file(generation), start.length);
  return {
    generation: () => generation,
    /** Returns the bytes of all journals since the last snapshot. */
    bytes: () => older + journal.bytes(),
    async append(edits: Edits): Promise<void> {
      await journal.append(encodeLine(lines + 1, edits));
      lines++;
    },
    /** Begins the next generation. Not to be called while an append is under way. */
    async next(): Promise<void> {
      await journal.mend();
      const fresh = await openJournal(file(generation + 1), null);
      older += journal.bytes();
      const done = journal;
      journal = fresh;
      generation++;
      lines = 0;
      await done.close();
    },
    /** Removes the journals before this generation, once a snapshot holds everything that is in them. */
    async dropOlder(): Promise<void> {
      older = 0;
      for (const old of generationsIn(dir)) if (old < generation) await rm(file(old), { force: true });
    },
    close: () => journal.close(),
    /** Closes what is open and writes nothing: the folder is another process's by now. */
    abandon: () => journal.abandon(),
  };
}

/** Cuts unfinished writes off the journals: with lines in a later journal one would count as damage. */
export async function cutTornEnds({ torn }: Position): Promise<void> {
  for (const { file, length } of torn) await (await openJournal(file, length)).close();
}
