import type { HistoryEntry } from '../domain/history.ts';
import type { HistoryQuery, Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/** Returns a page of the audit trail, newest first, out of the live document and then out of the archive, as one. Not inside a change: it is I/O. */
export async function historyPage(
  query: HistoryQuery,
  { store, trail }: Pick<World, 'store' | 'trail'>,
): Promise<readonly HistoryEntry[]> {
  // The document first: what moves to the archive meanwhile is then in both, and not in neither.
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

/** The number of the newest entry that was dropped; 0 for none. */
async function droppedUpTo(reader: Reader): Promise<number> {
  return (await reader.get('trailStart', 'trail'))?.number ?? 0;
}
