import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateInUse, StateTaken } from './state-errors.ts';

/** SQLite's file in the state folder. It stays when its owner ends. */
export const lockName = 'lock.db';

export interface FolderLock {
  /**
   * Throws StateTaken when the lock file is not the one that this process locked: somebody removed or replaced it, so
   * another process may own the folder by now. One look at the file system, some microseconds.
   */
  check(): void;
  free(): void;
}

/**
 * Makes this process the only owner of the folder, until `free` is called or the process ends, however it ends: SQLite's
 * exclusive lock is the kernel's own. A lock belongs to a file, not to its name: the owner has to look whether the name
 * still means that file before it writes, and again before it answers. Throws StateInUse.
 */
export function lockFolder(dir: string): FolderLock {
  const file = join(dir, lockName);
  // SQLite would make it readable to others. Only when it is new: closing a file frees all locks that the process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const opened = inodeOf(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    if (opened === null || inodeOf(file) !== opened) throw new StateInUse(dir);
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) throw new StateInUse(dir);
    throw error;
  }
  return {
    check() {
      if (inodeOf(file) !== opened) throw new StateTaken(dir);
    },
    free: () => database.close(),
  };
}

/** Which file the name means now; null when there is none. */
function inodeOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const busy = 5;
