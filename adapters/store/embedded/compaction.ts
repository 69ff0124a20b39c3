import type { Low } from 'lowdb';
import type { Document } from './document.ts';
import type { Journals } from './journal/generations.ts';

/** Returns the bytes of journals after which a snapshot is due: 8 MB, or the length of the last snapshot, so that each byte is written about twice at most. */
export const standardCompactAt = (snapshotBytes: number) => Math.max(8 << 20, snapshotBytes);

/** How much longer (bytes) the journals are before a compaction that failed is tried again. */
const patience = 1 << 20;

/** Writes snapshots, so that the journals stay short. */
export type Compaction = ReturnType<typeof compaction>;

/**
 * Writes what the journals hold into a new snapshot, in generations: first it begins the next journal, then it writes
 * the snapshot that names that journal, then it removes the older journals. The snapshot is the state between the two
 * journals. At every instant the newest snapshot and the journals from its own on hold everything. `check` throws when
 * the folder is not ours any more.
 */
export function compaction(
  db: Low<Document>,
  journals: Journals,
  limit: () => number,
  onTrouble: (error: unknown) => void,
  check: () => void,
) {
  let under: Promise<void> | null = null;
  let notBefore = 0;

  async function begin(): Promise<void> {
    check();
    await journals.next();
    db.data.generation = journals.generation();
  }

  async function finish(): Promise<void> {
    await db.write();
    await journals.dropOlder();
    notBefore = 0;
  }

  function refused(error: unknown): void {
    onTrouble(error);
    notBefore = journals.bytes() + patience;
  }

  return {
    /**
     * Starts a snapshot in the background when the journals have grown enough. To be called only between two batches.
     * Never rejects.
     */
    async ifDue(): Promise<void> {
      if (under || journals.bytes() <= Math.max(limit(), notBefore)) return;
      try {
        await begin();
      } catch (error) {
        return refused(error);
      }
      under = finish()
        .catch(refused)
        .finally(() => {
          under = null;
        });
    },
    /** Writes a snapshot now. Rejects when the disk refuses; the journals then still hold everything. */
    async now(): Promise<void> {
      await under;
      await begin();
      await finish();
    },
    /** Resolves when no snapshot is under way. */
    idle: async () => void (await under),
  };
}
