import type { Adapter } from 'lowdb';
import { ifAbsent } from '../durable-file.ts';
import { readSnapshot, writeSnapshot } from '../lines/snapshot.ts';
import type { Document, Growth } from '../memory/document.ts';
import { noGrowth } from '../memory/sums.ts';

/** lowdb's adapter for the snapshot, which tells the lengths of what it read and wrote. */
interface SnapshotFile extends Adapter<Document> {
  /** Returns the length of the file in bytes, as it was last read or written; 0 when there is none. */
  bytes(): number;
  /** Returns the bytes of its rows and history, as they were last read. */
  stored(): Growth;
}

/**
 * Returns lowdb's adapter for a file of any size that survives a crash, read and written as a stream of checked lines.
 * lowdb's own adapter neither flushes nor checks, makes one string of the whole document, and stops the loop for as
 * long. `check` may throw before a new snapshot takes its place.
 */
export function snapshotFile(file: string, known: number, check?: () => void): SnapshotFile {
  let bytes = 0;
  let stored = noGrowth();
  return {
    bytes: () => bytes,
    stored: () => stored,
    async read() {
      const snapshot = await readSnapshot(file, known).catch(ifAbsent(null));
      if (!snapshot) return null;
      bytes = snapshot.bytes;
      stored = snapshot.stored;
      return snapshot.document;
    },
    async write(document) {
      bytes = await writeSnapshot(file, document, check);
    },
  };
}
