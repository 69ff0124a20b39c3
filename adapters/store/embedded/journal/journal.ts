import { readdirSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { createPrivate, flushFolder, openPlain } from '../../durable-file.ts';
import { FlushFailed } from '../../errors.ts';
import type { Edits } from '../../memory/document.ts';
import { encodeLine } from './line.ts';

/** An append-only file of lines, with zeros after the last one while it is open. One call at a time. */
type Journal = Awaited<ReturnType<typeof openJournal>>;

/**
 * Zeros are written ahead of the lines: a flush that need not also record a new length of the file takes about two
 * thirds of the time.
 */
const ahead = Buffer.alloc(256 << 10);

/**
 * Opens a journal to go on after `length` bytes of whole lines, and cuts off what follows. With null it makes a new
 * one.
 */
export async function openJournal(file: string, length: number | null) {
  const handle = await (length === null ? createPrivate(file) : openPlain(file));
  let durable = length ?? 0;
  let room = durable;
  let torn = false;
  let broken = false;

  async function begin(): Promise<void> {
    await handle.truncate(durable);
    // `decodeLines` accepts a last line without its line feed. Write the line feed, so that the next line cannot be glued to it.
    if (durable > 0) writeSync(handle.fd, '\n', durable - 1);
    await handle.sync();
    if (length === null) await flushFolder(dirname(file));
  }

  async function mend(): Promise<void> {
    if (broken) throw new Error('the disk failed to flush earlier, the bot has to be started again');
    if (!torn) return;
    await handle.truncate(durable);
    room = durable;
    torn = false;
  }

  async function widen(): Promise<void> {
    try {
      room += (await handle.write(ahead, 0, ahead.length, room)).bytesWritten;
    } catch {
      // Too little space for that many zeros; the line itself may fit.
      await handle.truncate(room);
    }
  }

  async function write(line: Buffer): Promise<void> {
    try {
      await mend();
      if (durable + line.length > room) await widen();
      // This writes into the kernel's memory, in a few microseconds: the flush takes the time, and leaves the loop
      // alone.
      for (let at = 0; at < line.length; ) at += writeSync(handle.fd, line, at, line.length - at, durable + at);
    } catch (error) {
      torn = true;
      // When this fails too, the next append tries it again before it writes.
      await mend().catch(() => {});
      throw new StoreUnwritable(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }

  await begin().catch(async (error) => {
    await handle.close();
    // A journal that was never begun must not look like the newest one.
    if (length === null) await rm(file, { force: true }).catch(() => {});
    throw error;
  });
  return {
    /** Length in bytes of what is durable, without the zeros. */
    bytes: () => durable,
    /**
     * Resolves when the line is durable. Rejects with StoreUnwritable when it could not be written: then nothing of it
     * is left. Rejects with FlushFailed when nobody knows: then this journal must never be written again.
     */
    async append(line: Buffer): Promise<void> {
      await write(line);
      try {
        await handle.datasync();
      } catch (error) {
        broken = true;
        throw new FlushFailed(`${file}: the disk failed to flush`, { cause: error });
      }
      durable += line.length;
      room = Math.max(room, durable);
    },
    /** Cuts off what a failed append may have left. Rejects when the disk does not even allow that, and after a failed flush. */
    mend,
    /** Cuts off the zeros, and closes the file. */
    async close(): Promise<void> {
      if (!broken) await handle.truncate(durable).catch(() => {});
      await handle.close();
    },
    /** Closes the file and changes nothing in it. */
    abandon: () => handle.close(),
  };
}

/** The journals since the last snapshot, one a generation. Only the newest is written. */
export type Journals = Awaited<ReturnType<typeof openJournals>>;

/** Where appending goes on: the newest generation, its lines and valid bytes, and the bytes of all journals before it. */
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

/** Truncates each journal after its last complete line: once a later journal has lines, an incomplete one would count as damage. */
export async function cutTornEnds({ torn }: Position): Promise<void> {
  for (const { file, length } of torn) await (await openJournal(file, length)).close();
}
