import { statfs } from 'node:fs/promises';
import { type Store, StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import { inTime, type Timers, type World } from '../../src/ports/world.ts';

/** Timeout (ms) of a question to the disk. */
const patienceMs = 1_000;
/** With fewer free bytes each look tries a write, since the store may be unable to make one. */
const tryBelow = 10_000_000;

/** What the watch over the disk asks. */
interface DiskParts {
  store: Store;
  stateDir: string;
  /** Tries to write, and resolves with whether that became durable. */
  writable(): Promise<boolean>;
  timers: Timers;
  /** The part of Node's `statfs` that is used. Tests give another disk in its place. */
  free?: (path: string) => Promise<{ bavail: number; bsize: number }>;
}

/**
 * Watches the disk of the state folder. Returns the store, which notes when the disk refuses a change, and `disk` for the
 * world. A disk that refused one is tried at each look until it takes a write: a quota, and a file system that became
 * read-only, have free bytes too.
 */
export function watchDiskOf({ store, stateDir, writable, timers, free = statfs }: DiskParts) {
  let refused = false;
  const change: Store['change'] = async (what, how) => {
    try {
      return await store.change(what, how);
    } catch (error) {
      if (error instanceof StoreUnwritable && !(error instanceof StoreFull)) refused = true;
      throw error;
    }
  };
  async function look() {
    const { bavail, bsize } = await free(stateDir);
    const freeBytes = bavail * bsize;
    if (refused || freeBytes < tryBelow) refused = !(await writable());
    return { freeBytes, writable: !refused };
  }
  const disk: World['disk'] = () =>
    inTime(
      look().catch(() => null),
      patienceMs,
      { timers },
    );
  return { store: { read: store.read, change } satisfies Store, disk };
}
