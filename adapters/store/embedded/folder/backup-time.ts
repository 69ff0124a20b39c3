import { readFileSync } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { orNull } from '../../../../src/domain/or-null.ts';
import { writeWhole } from '../../durable-file.ts';

/** The file in the state folder that says when its last backup was made. */
const lastBackupName = 'last-backup';

/**
 * Notes in the state folder (0600) that a backup of it was made at `at`, ISO 8601 in UTC. Resolves with null; with why it
 * could not be noted, which says nothing against the backup: the folder may be read-only, or the disk full.
 */
export async function noteBackup(stateDir: string, at: string): Promise<string | null> {
  const file = join(stateDir, lastBackupName);
  try {
    await writeWhole(file, [Buffer.from(`${at}\n`)]);
    // Where root made the backup, the bot must be able to read the file all the same.
    const { uid, gid } = await stat(stateDir);
    if (process.getuid?.() === 0) await chown(file, uid, gid);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Returns when the last backup of the state folder was made, ISO 8601 in UTC. Null when none was noted, or the note
 * cannot be read.
 */
export function lastBackupAt(stateDir: string): string | null {
  return orNull(() => z.iso.datetime().parse(readFileSync(join(stateDir, lastBackupName), 'utf8').trim()));
}
