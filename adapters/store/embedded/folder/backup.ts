import { writeBackup } from '../archive/backup-archive.ts';
import { pictureOf } from '../document.ts';
import { peek } from './peek.ts';

/**
 * Writes the whole state of one instant into one file (0600), whether or not a bot is running on the folder, and reads
 * it back. An existing file is replaced only by a whole one. Rejects when there is no state, or with StateDamaged.
 */
export async function backup(dir: string, file: string): Promise<void> {
  await writeBackup(file, dir, async () => pictureOf((await peek(dir)).db.data));
}
