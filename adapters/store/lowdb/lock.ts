import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateInUse } from './state-errors.ts';

/**
 * Makes this process the only owner of the folder, until the returned function is called or the process ends, however
 * it ends: SQLite's exclusive lock is the kernel's own. Throws StateInUse.
 */
export function lockFolder(dir: string): () => void {
  const file = join(dir, 'lock.db');
  // SQLite would make it readable to others. Only when it is new: closing a file frees all locks that the process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) throw new StateInUse(dir);
    throw error;
  }
  return () => database.close();
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const busy = 5;
