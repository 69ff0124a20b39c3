import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { writeBackup } from '../backup.ts';
import { snapshotLines } from '../lines/snapshot.ts';
import { upgraded, upgrades } from '../memory/migrations/migrate.ts';
import { takeDocument } from '../rewriting.ts';
import type { StoredState } from '../state.ts';
import { verifyHistory } from '../verify-history.ts';
import { openArchives } from './archive/archive.ts';
import { lastBackupAt, noteBackup } from './folder/backup-time.ts';
import { begunAt, isOwned } from './folder/lock.ts';
import { checkIsThere, peek, readState } from './folder/peek.ts';
import { restore } from './folder/restore.ts';
import { rewriteFolder, takeFiles } from './folder/rewrite.ts';
import { openStore } from './open-store.ts';

/** Returns the state in a folder. */
export function embeddedState(dir: string): StoredState {
  const archives = openArchives(dir);
  const document = async () => (await peek(dir)).db.data;
  return {
    place: { stateDir: dir },
    placeLine: `State folder: ${dir}`,
    contains(folder) {
      if (!existsSync(dir)) return false;
      const way = relative(realpathSync(dir), realpathSync(folder));
      return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
    },
    read: async (what) => what(await readState(dir), archives.alerts),
    async checkArchive() {
      for (const segment of await archives.alerts.segments()) await archives.alerts.read(segment);
    },
    async verify() {
      checkIsThere(dir);
      return verifyHistory(archives, document);
    },
    async backup(file) {
      const look = async () => {
        const made = { at: new Date().toISOString(), stopped: !isOwned(dir) };
        return { made, ...snapshotLines(await document()) };
      };
      return noteBackup(dir, (await writeBackup(file, archives, look)).at);
    },
    restore: (file, options) => restore(file, dir, options),
    async scan(take) {
      takeDocument(upgraded(await document(), upgrades), take);
      await takeFiles(dir, take);
    },
    async rewrite(rewriting, onOwned) {
      // Opened once, so that an older state is upgraded first.
      const store = await openStore({ dir, onOwned: () => onOwned(dir), onFatal: () => {} });
      await store.close();
      await rewriteFolder(dir, rewriting);
    },
    open: (onOwned) => openStore({ dir, onOwned: () => onOwned(dir), onFatal: () => {} }),
    lastBackupAt: async () => lastBackupAt(dir),
    begunAt: async () => begunAt(dir),
  };
}
