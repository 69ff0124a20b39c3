import type { HistoryEntry } from '../../src/domain/history.ts';
import type { Archived } from '../../src/ports/collections.ts';
import type { Archive } from '../../src/ports/store.ts';

/** An archive with its rows as they are stored, for a backup. */
export interface StoredArchive<Row> extends Archive<Row> {
  /** Yields the rows of a segment in the order in which they were appended; one that was appended again comes twice. */
  rows(segment: string): AsyncIterable<Row>;
}

/** What has left the live state: closed alerts, and the older part of the audit trail. */
export interface StoredArchives {
  alerts: StoredArchive<Archived>;
  trail: StoredArchive<HistoryEntry>;
}

/**
 * Resolves with what `look` does. It begins again when `look` calls `check` after a segment of the archives came or went: what
 * was dropped meanwhile would be missing from the picture that `look` has of the state.
 */
export async function lookingAtArchives<T>(
  archives: StoredArchives,
  look: (check: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const moved = new Error('a segment of the archive came or went');
  for (;;) {
    const before = await segmentsIn(archives);
    try {
      return await look(async () => {
        if ((await segmentsIn(archives)) !== before) throw moved;
      });
    } catch (error) {
      if (error !== moved) throw error;
    }
  }
}

async function segmentsIn({ alerts, trail }: StoredArchives): Promise<string> {
  return [...(await alerts.segments()), ...(await trail.segments())].join();
}
