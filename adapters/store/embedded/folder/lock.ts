import { chmodSync, closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPrivate, makeFolder } from '../../durable-file.ts';
import { FolderNotOurs, restoreIt, StateInUse, StateMissing, StateTaken } from '../../errors.ts';
import { holdsState, snapshotName } from './load.ts';

/** SQLite locks this file in the state folder. It stays when its owner ends. */
const lockName = 'lock.db';
const kernelLocks = '/proc/locks';

/** The lock of a state folder, which one process holds. */
export type FolderLock = ReturnType<typeof lockFolder>;

/**
 * Makes this process the only owner of the folder, until `free` is called or the process ends, however it ends: SQLite's
 * exclusive lock is the kernel's own. A lock belongs to a file, not to its name: the owner has to look whether the name
 * still means that file before it writes, and again before it answers. Throws StateInUse.
 */
function lockFolder(dir: string) {
  const file = join(dir, lockName);
  // SQLite would make the file readable to others. Only a new one is opened here: closing a file frees all locks that
  // the process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const opened = inodeOf(file);
  const database = new DatabaseSync(file, { timeout: lookMs });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    if (opened === null || inodeOf(file) !== opened) throw new StateInUse(dir);
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) throw new StateInUse(dir);
    throw error;
  }
  return {
    /**
     * Throws StateTaken when the lock file is not the one that this process locked: somebody removed or replaced it, so
     * another process may own the folder by now. It looks at the file system once, which takes some microseconds.
     */
    check(): void {
      if (inodeOf(file) !== opened) throw new StateTaken(dir);
    },
    free: () => database.close(),
  };
}

/**
 * Returns the number of the process that has the folder's lock, as Linux lists it, without touching the lock: `nobody` where
 * none has it, or one of another container; `unknown` where the system does not tell, as elsewhere than on Linux.
 * https://man7.org/linux/man-pages/man5/proc_locks.5.html
 */
export function lockHolder(dir: string): number | 'nobody' | 'unknown' {
  const file = statSync(join(dir, lockName), { bigint: true, throwIfNoEntry: false });
  if (!file) return 'nobody';
  if (!existsSync(kernelLocks)) return 'unknown';
  for (const line of readFileSync(kernelLocks, 'utf8').split('\n')) {
    // The lock names its file by device and inode: `1: POSIX  ADVISORY  WRITE 708 08:01:2097173 1073741824 1073742335`. Some file
    // systems, such as Btrfs, tell `stat` of another device.
    const [, , , access, pid, place] = line.trim().split(/ +/);
    if (access === 'WRITE' && place?.endsWith(`:${file.ino}`)) return Number(pid);
  }
  return 'nobody';
}

/** How long (ms) a new owner waits for somebody who only looks whether there is an owner: see `isOwned`. */
const lookMs = 100;

/**
 * Returns whether a process owns the folder, one of another container too; true also where nobody can tell. It asks for a shared
 * lock for an instant, which the owner's exclusive one excludes.
 */
export function isOwned(dir: string): boolean {
  const file = join(dir, lockName);
  if (!existsSync(file)) return false;
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 0 });
    try {
      database.exec('select count(*) from sqlite_schema');
      return false;
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

/** Returns the number of the file that the name means now; null when there is none. */
function inodeOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

/** SQLite's code SQLITE_BUSY: another connection has the lock. https://www.sqlite.org/rescode.html#busy */
const busy = 5;

/** Makes the folder when there is none, closes it to others, and locks it. Throws FolderNotOurs or StateInUse. */
export function ownFolder(dir: string): FolderLock {
  makeFolder(dir);
  checkOwner(dir);
  try {
    chmodSync(dir, 0o700);
  } catch {
    // A mounted volume may belong to root; the files in it are 0600 all the same.
  }
  checkLinks(dir);
  return lockFolder(dir);
}

function checkLinks(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (lstatSync(join(dir, name)).isSymbolicLink())
      throw new FolderNotOurs(dir, `${name} in it is a link, and the bot makes none. Remove it`);
  }
}

/**
 * Throws FolderNotOurs or StateMissing where the bot would not take the folder over. It changes nothing, and may run while the bot does.
 */
export function checkFolder(dir: string): void {
  checkOwner(dir);
  checkLinks(dir);
  checkNotEmptied(dir);
}

/**
 * An empty file of this name is there once the first state was written: a start that was cut short before that leaves
 * none.
 */
const begunName = 'begun';

/** Returns when the folder got its first state, in epoch milliseconds; null when it has had none. */
export function begunAt(dir: string): number | null {
  return statSync(join(dir, begunName), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Records that the folder has held a state, so that a state that is lost later is missed. */
export async function noteBegun(dir: string): Promise<void> {
  if (!existsSync(join(dir, begunName))) await (await createPrivate(join(dir, begunName))).close();
}

/** Throws StateMissing where the folder had a state that is gone now: an empty state must not begin in silence. */
export function checkNotEmptied(dir: string): void {
  if (!existsSync(join(dir, begunName)) || holdsState(dir)) return;
  throw new StateMissing(
    join(dir, snapshotName),
    ', and so are its journals',
    `${restoreIt}; to begin with an empty state instead, remove ${join(dir, begunName)} and start again`,
  );
}

/**
 * Checks that the folder is ours, or root's and closed to others, so that nobody else can put a link where we write.
 * Throws FolderNotOurs.
 */
function checkOwner(dir: string): void {
  const self = process.getuid?.();
  if (self === undefined) return;
  const { uid, mode } = statSync(dir);
  if (uid === self || (uid === 0 && (mode & 0o002) === 0)) return;
  throw new FolderNotOurs(
    dir,
    `it belongs to the user with the number ${uid}, and this is ${self}. Use another folder, or give it to this user (chown)`,
  );
}

/**
 * Checks the folder of a backup or an export: others must not be able to put something else in the place of that file.
 * Throws FolderNotOurs.
 */
export function checkTargetFolder(dir: string): void {
  const self = process.getuid?.();
  if (self === undefined) return;
  const { uid, mode } = statSync(dir);
  const sticky = (mode & 0o1000) !== 0;
  if ((uid === self || uid === 0) && ((mode & 0o002) === 0 || sticky)) return;
  throw new FolderNotOurs(dir, 'other users may write or rename there. Use a folder of your own');
}
