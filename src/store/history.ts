import type { HistoryEntry } from '../domain/history.ts';
import type { HistoryQuery, Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/**
 * Resolves with a page of the audit trail, newest first, out of the live document and then out of the archive. It reads
 * files, so it must not run inside a change.
 */
export async function historyPage(
  query: HistoryQuery,
  { store, trail }: Pick<World, 'store' | 'trail'>,
): Promise<readonly HistoryEntry[]> {
  // The document is read first: an entry that moves to the archive meanwhile is then in both, and not in neither.
  const { live, dropped } = await store.read(async (reader) => ({
    live: await reader.history(query),
    dropped: await droppedUpTo(reader),
  }));
  if (live.length >= query.limit) return live;
  const found = [...live];
  for (const segment of (await trail.segments()).toReversed()) {
    const before = found.at(-1)?.number ?? query.before ?? Number.POSITIVE_INFINITY;
    const older = (await trail.read(segment))
      .filter(({ number }) => dropped < number && number < before)
      .filter(({ tenantId }) => query.tenantId === null || tenantId === null || tenantId === query.tenantId);
    found.push(...older.toReversed().slice(0, query.limit - found.length));
    if (found.length >= query.limit) break;
  }
  return found;
}

/** Resolves with the number of the newest entry that was dropped; with 0 where none was. */
async function droppedUpTo(reader: Reader): Promise<number> {
  return (await reader.get('trailStart', 'trail'))?.number ?? 0;
}
