import { statfs } from 'node:fs/promises';
import type { Low } from 'lowdb';
import type { Store } from '../../../src/ports/store.ts';
import { writeBackup } from '../backup.ts';
import { FlushFailed, StateTaken } from '../errors.ts';
import { snapshotLines } from '../lines/snapshot.ts';
import { commitQueue } from '../memory/commit-queue.ts';
import type { Document } from '../memory/document.ts';
import { readerOf } from '../memory/memory.ts';
import { type Migration, upgraded, upgrades, versionAfter } from '../memory/migrations/migrate.ts';
import { verifyHistory } from '../verify-history.ts';
import { openArchives } from './archive/archive.ts';
import { lastBackupAt } from './folder/backup-time.ts';
import { type Loaded, load } from './folder/load.ts';
import { checkNotEmptied, type FolderLock, noteBegun, ownFolder } from './folder/lock.ts';
import { replaceState } from './folder/replace-state.ts';
import { finishRestore } from './folder/restore.ts';
import { cutTornEnds, type Journals, openJournals } from './journal/journal.ts';

/** Where the state is, and the callbacks for what goes wrong. */
export interface StoreOptions {
  /** The state folder. It is made when it does not exist. */
  dir: string;
  /**
   * Called once the folder is ours, before anything else in it is read or written. It may throw to leave the folder
   * alone.
   */
  onOwned?(): Promise<void>;
  /**
   * Called once, when the disk failed to flush (FlushFailed) or the folder is not ours any more (StateTaken): the store
   * takes nothing more, and the process should end.
   */
  onFatal(error: Error): void;
  /** Called when a snapshot could not be written: nothing is lost, but the journals grow. For the log. */
  onTrouble?(error: unknown): void;
  /**
   * Returns the bytes of journals above which a snapshot begins. It gets the snapshot's length, so that the
   * cost stays in proportion.
   */
  compactAt?: (snapshotBytes: number) => number;
  /** The setting STATE_LIMIT, in bytes; absent for none. */
  limit?: number;
  /** Called when an older state was upgraded; its copy is in the folder `copy`. For the log. */
  onUpgrade?(version: number, copy: string): void;
  /** Replaces the migrations in tests. */
  steps?: readonly Migration[];
}

/** The embedded store, while this process owns its folder. */
export type OpenStore = Awaited<ReturnType<typeof openStore>>;

/** With fewer free bytes the store counts as unwritable, although an empty change may still fit. */
const leastRoom = 1 << 20;

/**
 * Opens the embedded store: a lowdb document and a journal, in a folder that this process alone owns.
 * Rejects with StateInUse, StateDamaged or StateTooNew.
 */
export async function openStore(options: StoreOptions) {
  const lock = ownFolder(options.dir);
  try {
    await options.onOwned?.();
    await finishRestore(options.dir);
    checkNotEmptied(options.dir);
    const loaded = await prepared(options, lock.check);
    const journals = await openJournals(options.dir, loaded.position);
    return await started(options, loaded, journals, lock).catch(async (error) => {
      await journals.close();
      throw error;
    });
  } catch (error) {
    lock.free();
    throw error;
  }
}

/** Loads the state, and upgrades it first when an older version wrote it. */
async function prepared(options: StoreOptions, check: () => void): Promise<Loaded> {
  const { dir, steps = upgrades, limit, onUpgrade } = options;
  const version = versionAfter(steps);
  const loaded = await load(dir, version, limit, check);
  if (loaded.db.data.version === version) return loaded;
  // An older bot, should it ever start here again, must find no unfinished write before the next journal.
  await cutTornEnds(loaded.position);
  const kept = await replaceState(dir, upgraded(loaded.db.data, steps), `before-version-${version}`);
  if (kept) onUpgrade?.(version, kept);
  return load(dir, version, limit, check);
}

async function started(options: StoreOptions, loaded: Loaded, journals: Journals, lock: FolderLock) {
  const { db, file, memory } = loaded;
  const limit = options.compactAt ?? standardCompactAt;
  const trouble = (error: unknown) => options.onTrouble?.(error);
  const watch = watchOver(lock, options.onFatal);
  const compacting = compaction(db, journals, () => limit(file.bytes()), trouble, watch.check);
  try {
    if (!loaded.found) await db.write();
    // The last owner may have ended because the disk failed to flush the journals, so nobody knows what it holds. A new
    // snapshot does not rest on them.
    if (!loaded.clean) await compacting.now().catch((error) => noRoom(error) && trouble(error));
    await noteBegun(options.dir).catch(noRoom);
  } catch (error) {
    watch.stop();
    throw error;
  }
  const queue = commitQueue(memory, async (edits) => {
    watch.check();
    await journals.append(edits).catch((error) => {
      if (error instanceof FlushFailed) options.onFatal(error);
      throw error;
    });
    // Another process that opened the folder before this may have read it without this change: then the change must not
    // be acknowledged.
    watch.check();
    memory.apply(edits);
    await compacting.ifDue();
  });
  const reader = readerOf(() => memory);
  const archives = openArchives(options.dir);
  let closing: Promise<void> | null = null;
  const store: Store = { read: async (what) => what(reader), change: queue.change };
  return {
    ...store,
    /** Tries an empty change, and resolves with whether it became durable. */
    writable: () =>
      hasRoom(options.dir)
        .then((room) => room && queue.probe().then(() => true))
        .catch(() => false),
    archive: archives.alerts,
    trail: archives.trail,
    /** Follows the whole audit trail in the background, while changes go on. Rejects with StateDamaged. */
    verify: () => verifyHistory(archives, async () => db.data),
    /** Writes the state of this instant into one file (0600), while changes go on. */
    backup: (to: string) =>
      writeBackup(to, archives, async () => ({
        made: { at: new Date().toISOString(), stopped: false },
        ...snapshotLines(db.data),
      })),
    /** Resolves with when the last backup was made; null for none. */
    lastBackupAt: async () => lastBackupAt(options.dir),
    /** Finishes what is under way, writes the snapshot, and frees the folder. */
    close(): Promise<void> {
      closing ??= queue
        .close()
        .then(() => (watch.isOurs() ? ended(journals, compacting, trouble) : compacting.idle().then(journals.abandon)))
        .finally(() => {
          watch.stop();
          lock.free();
        });
      return closing;
    },
  };
}

/** Interval (ms) at which an idle owner checks that no other process took over its folder. */
const watchMs = 1_000;

/**
 * Calls `onFatal` once when the folder was taken. It looks before a change, after it, before a snapshot, and once a
 * second.
 */
function watchOver(lock: FolderLock, onFatal: (error: Error) => void) {
  let taken: Error | null = null;
  function check(): void {
    if (taken) throw taken;
    try {
      lock.check();
    } catch (error) {
      if (!(error instanceof StateTaken)) throw error;
      taken = error;
      onFatal(error);
      throw error;
    }
  }
  function isOurs(): boolean {
    try {
      check();
      return true;
    } catch {
      return false;
    }
  }
  const timer = setInterval(isOurs, watchMs).unref();
  return { check, isOurs, stop: () => clearInterval(timer) };
}

/** Returns true for an error that says that the disk is full, and throws every other. */
function noRoom(error: unknown): true {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true;
  throw error;
}

async function hasRoom(dir: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize >= leastRoom;
}

/**
 * Writes a last snapshot, so that the file is complete for a person or program that reads it. When it fails, the
 * journals still hold everything.
 */
async function ended(journals: Journals, compacting: Compaction, trouble: OnTrouble): Promise<void> {
  await compacting.idle();
  if (journals.bytes() > 0) await compacting.now().catch(trouble);
  await journals.close();
}

/**
 * Returns the bytes of journals after which a snapshot is due: 8 MB, or the length of the last snapshot, so that each byte is written
 * about twice at most.
 */
const standardCompactAt = (snapshotBytes: number) => Math.max(8 << 20, snapshotBytes);

/** How much longer (bytes) the journals are before a compaction that failed is tried again. */
const patience = 1 << 20;

/** Writes snapshots, so that the journals stay short. */
type Compaction = ReturnType<typeof compaction>;

type OnTrouble = (error: unknown) => void;

/**
 * Writes what the journals hold into a new snapshot, in generations: first it begins the next journal, then it writes
 * the snapshot that names that journal, then it removes the older journals. The snapshot is the state between the two
 * journals. At every instant the newest snapshot and the journals from its own on hold everything. `check` throws when
 * the folder is not ours any more.
 */
function compaction(
  db: Low<Document>,
  journals: Journals,
  limit: () => number,
  onTrouble: OnTrouble,
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
