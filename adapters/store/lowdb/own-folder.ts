import { chmodSync, mkdirSync } from 'node:fs';
import { type FolderLock, lockFolder } from './lock.ts';

/** Makes the folder if need be, closes it to others, and locks it. Throws StateInUse. */
export function ownFolder(dir: string): FolderLock {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  try {
    chmodSync(dir, 0o700);
  } catch {
    // A mounted volume may belong to another user; the files in it are 0600 all the same.
  }
  return lockFolder(dir);
}
