import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Archived } from '../../../../src/ports/collections.ts';
import { StateDamaged } from '../../errors.ts';
import type { Picture } from '../../memory/document.ts';
import { stateVersion } from '../../memory/migrations/migrate.ts';
import { openAlerts, openTrail, rowsOf, segmentFile } from '../archive/archive.ts';
import { linesOfPicture, rowLine, scanSnapshot, writeLines } from '../snapshot/snapshot.ts';

/**
 * Every backup has this generation. No state in use has it, so that no bot starts from a copied backup, without its
 * journals and archive.
 */
export const backupGeneration = 0;

/**
 * Writes the state with every row of the archive into one file (0600), and reads it back before it takes its place. A
 * row that moves into the archive meanwhile is in both, never in none. Rejects with StateDamaged.
 */
export function writeBackup(file: string, dir: string, picture: () => Promise<Picture>): Promise<void> {
  return readingArchive(dir, async (checkSegments) => {
    const at = new Date().toISOString();
    const now = { ...(await picture()), generation: backupGeneration };
    await writeLines(file, now, parts(now, dir, at), async (draft) => {
      await readBack(draft);
      await checkSegments();
    });
  });
}

/**
 * Resolves with what `reading` does. It begins again when it calls `checkSegments` after a segment of the archive came or
 * went: what was dropped meanwhile would be missing from the picture that it has of the state.
 */
export async function readingArchive<T>(dir: string, reading: (check: () => Promise<void>) => Promise<T>): Promise<T> {
  const moved = new Error('a segment of the archive came or went');
  for (;;) {
    const before = await segmentsIn(dir);
    try {
      return await reading(async () => {
        if ((await segmentsIn(dir)) !== before) throw moved;
      });
    } catch (error) {
      if (error !== moved) throw error;
    }
  }
}

async function segmentsIn(dir: string): Promise<string> {
  return [...(await openAlerts(dir).segments()), ...(await openTrail(dir).segments())].join();
}

/** Rejects with StateDamaged unless every line of the file is there as it was written. */
export async function readBack(file: string): Promise<void> {
  try {
    await scanSnapshot(file, stateVersion, () => {});
  } catch (error) {
    if (!(error instanceof StateDamaged)) throw error;
    throw new StateDamaged(error.file, error.offset, error.what, 'Choose another backup');
  }
}

/**
 * Yields the lines of a backup. A row that was archived again is there twice, and replaces the earlier one in a restored
 * segment too.
 */
async function* parts(picture: Picture, dir: string, at: string): AsyncGenerator<Iterable<string>> {
  yield [rowLine('made', { id: 'made', at })];
  yield linesOfPicture(picture);
  for (const segment of await openAlerts(dir).segments())
    for await (const row of rowsOf<Archived>(segmentFile(dir, segment)))
      yield [rowLine('archived', { ...row, segment })];
  for (const segment of await openTrail(dir).segments())
    for await (const entry of rowsOf<HistoryEntry>(segmentFile(dir, segment)))
      yield [rowLine('archivedTrail', { id: String(entry.number), segment, entry })];
}
