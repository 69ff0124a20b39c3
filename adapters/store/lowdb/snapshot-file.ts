import type { Adapter } from 'lowdb';
import { type Document, stillOf } from './document.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

export interface SnapshotFile extends Adapter<Document> {
  /** Of the file as last read or written; 0 when there is none. */
  bytes(): number;
}

/** lowdb's adapter for a file that survives a crash. lowdb's own neither flushes nor checks, and stops the loop for the whole document. `check` may throw before a new snapshot takes its place. */
export function snapshotFile(file: string, known: number, check?: () => void): SnapshotFile {
  let bytes = 0;
  return {
    bytes: () => bytes,
    async read() {
      try {
        const snapshot = await readSnapshot(file, known);
        bytes = snapshot.bytes;
        return snapshot.document;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async write(document) {
      bytes = await writeSnapshot(file, stillOf(document), check);
    },
  };
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
