import { writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnwritable } from '../../../../src/ports/store.ts';
import { createPrivate, flushFolder, openPlain } from '../durable-file.ts';
import { FlushFailed } from '../errors.ts';

/** An append-only file of lines, with zeros after the last one while it is open. One call at a time. */
export type Journal = Awaited<ReturnType<typeof openJournal>>;

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
