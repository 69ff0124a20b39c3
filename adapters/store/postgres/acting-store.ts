/** The store of the replica that acts. */
import type { Store } from '../../../src/ports/store.ts';
import { commitQueue } from '../memory/commit-queue.ts';
import { readerOf } from '../memory/memory.ts';
import { openArchives, writingUnder } from './archive.ts';
import { type Database, inWords, oneInstant } from './connection.ts';
import type { Followed } from './follower.ts';
import type { Lease, Place } from './lease.ts';
import { stateNow } from './load.ts';
import { signInRows } from './sign-in-rows.ts';
import { verifyStored } from './verify-stored.ts';
import { createWriter, type WriterEvents } from './writer.ts';

/** The store of the replica that acts. */
export type ActingStore = ReturnType<typeof actingStore>;

/** Returns the store over rows that are in memory, while the lease holds. */
export function actingStore(
  { document, memory, position, seen }: Followed,
  lease: Lease,
  database: Database,
  events: WriterEvents,
) {
  const writer = createWriter({ database, lease, document, memory, events }, { position, mark: seen });
  const queue = commitQueue(memory, writer.commit);
  const reader = readerOf(() => memory);
  const writeInTerm = writingUnder(lease, database);
  const archives = openArchives(database.query, writeInTerm);
  const store: Store = { read: async (what) => what(reader), change: queue.change };
  let trouble = '';
  /** Tries an empty change, and resolves with whether it became durable. */
  const writable = () =>
    queue.probe().then(
      () => true,
      (error: unknown) => {
        trouble = inWords(error);
        return false;
      },
    );
  return {
    ...store,
    lease,
    writable,
    signIns: signInRows(database.query, writeInTerm),
    /** Returns why `writable` last resolved with false. */
    trouble: () => trouble,
    archive: archives.alerts,
    trail: archives.trail,
    /**
     * Checks every row that is stored, not those in memory, and follows the whole audit trail, while changes go on. Rejects with
     * StateDamaged.
     */
    verify: () => database.transaction((query) => verifyStored(query, document.version), oneInstant),
    /** Resolves with when the last backup was made, ISO 8601; null for none. */
    async lastBackupAt(): Promise<string | null> {
      return (await stateNow(database.query)).lastBackup;
    },
    /** Takes note of where the database stands: one that went back while the bot is idle gets what it lost. */
    async renewed(place: Place): Promise<void> {
      if (place.position < writer.place().position) await writable();
    },
    /** Finishes what is under way, and gives the lease back. */
    async close(): Promise<void> {
      await queue.close();
      await lease.giveBack();
    },
  };
}
