import { draftArchive, dropDraft, placeDraft, withArchive } from './archive-backup.ts';
import { ownFolder } from './own-folder.ts';
import { peek } from './peek.ts';
import { replaceState } from './replace-state.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { StateDamaged } from './state-errors.ts';
import { stateVersion } from './upgrade.ts';

/**
 * Writes the whole state of one instant into one file (0600), whether or not a bot is running on the folder. An
 * existing file is replaced only by a whole one. Rejects when there is no state, or with StateDamaged.
 */
export async function backup(dir: string, file: string): Promise<void> {
  const picture = async () => (await peek(dir)).db.data;
  await writeSnapshot(file, await withArchive(picture, dir));
}

/**
 * Puts a backup in the place of the state in the folder, all or nothing. The replaced state is kept: returns where,
 * null when there was none. Rejects with StateInUse, StateDamaged (the backup is), StateTooNew, or ENOENT.
 */
export async function restore(file: string, dir: string): Promise<string | null> {
  const { document } = await readSnapshot(file, stateVersion).catch(adviseAnother);
  const lock = ownFolder(dir);
  try {
    const { archived, archivedTrail, ...tables } = document.tables;
    const rows = { alerts: [...(archived?.values() ?? [])], trail: [...(archivedTrail?.values() ?? [])] };
    await draftArchive(dir, rows);
    const kept = await replaceState(dir, { ...document, tables }, 'replaced');
    await placeDraft(dir, kept);
    return kept;
  } finally {
    await dropDraft(dir);
    lock.free();
  }
}

function adviseAnother(error: unknown): never {
  if (!(error instanceof StateDamaged)) throw error;
  throw new StateDamaged(error.file, error.offset, error.what, 'Choose another backup');
}
