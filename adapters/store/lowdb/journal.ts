import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnwritable } from '../../../src/ports.ts';
import { flushFolder } from './durable.ts';
import { FlushFailed } from './state-errors.ts';

/** An append-only file. One call at a time. */
export interface Journal {
  /** Length in bytes of what is durable. */
  bytes(): number;
  /**
   * Resolves when the line is durable. Rejects with StoreUnwritable when it could not be written: then nothing of it
   * is left. Rejects with FlushFailed when nobody knows: then this journal must never be written again.
   */
  append(line: Buffer): Promise<void>;
  /** Cuts off what a failed append may have left. Rejects when the disk does not even allow that. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a journal to go on after `length` bytes; cuts off what follows. Null makes a new one. */
export async function openJournal(file: string, length: number | null): Promise<Journal> {
  const handle = await fs.open(file, length === null ? 'w' : 'r+', 0o600);
  let durable = length ?? 0;
  let torn = false;
  try {
    await handle.truncate(durable);
    await handle.sync();
    if (length === null) await flushFolder(dirname(file));
  } catch (error) {
    await handle.close();
    throw error;
  }

  async function mend(): Promise<void> {
    if (torn) await handle.truncate(durable);
    torn = false;
  }

  async function write(line: Buffer): Promise<void> {
    try {
      await mend();
      let written = 0;
      while (written < line.length) {
        const { bytesWritten } = await handle.write(line, written, line.length - written, durable + written);
        written += bytesWritten;
      }
    } catch (error) {
      torn = true;
      // When this fails too, the next append tries again before it writes.
      await mend().catch(() => {});
      throw new StoreUnwritable(`${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }

  return {
    bytes: () => durable,
    async append(line) {
      await write(line);
      try {
        await handle.datasync();
      } catch (error) {
        throw new FlushFailed(`${file}: the disk failed to flush`, { cause: error });
      }
      durable += line.length;
    },
    mend,
    async close() {
      await mend().catch(() => {});
      await handle.close();
    },
  };
}
