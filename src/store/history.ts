import type { HistoryEntry } from '../domain/history.ts';
import type { HistoryQuery, Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

/**
 * Resolves with a page of the audit trail, newest first, out of the live document and then out of the archive. It reads
 * files, so it must not run inside a change.
 */
export async function historyPage(query: HistoryQuery, { store, trail }: Pick<World, 'store' | 'trail'>) {
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

/** The beginning of the name of each archived month, for example `history-2026-11`. */
export const segmentPrefix = 'history-';

/** The entries that are read at once while they are searched. */
const searched = 100;

/** Yields the entries of a tenant (null for all) that have not left for the archive, newest first. */
export async function* liveEntries(reader: Reader, tenantId: string | null): AsyncGenerator<HistoryEntry> {
  let before: number | null = null;
  let entries: readonly HistoryEntry[];
  do {
    entries = await reader.history({ tenantId, before, limit: searched });
    yield* entries;
    before = entries.at(-1)?.number ?? null;
  } while (entries.length === searched);
}

/** Which entry of the audit trail to find. */
export interface HistorySearch {
  tenantId: string;
  /** The oldest month that is read of the archive, `2026-03`. */
  from: string;
  wanted(entry: HistoryEntry): boolean;
}

/**
 * Resolves with the newest entry of a tenant's own that is wanted; null for none. It reads the live document and the archived
 * months from `from` on, each once and none after it found the entry. It reads files, so it must not run inside a change.
 */
export async function newestWanted(search: HistorySearch, { store, trail }: Pick<World, 'store' | 'trail'>) {
  // The document is read first, as above.
  const { live, dropped } = await store.read(async (reader) => ({
    live: await newestLive(reader, search),
    dropped: await droppedUpTo(reader),
  }));
  if (live) return live;
  const segments = (await trail.segments()).filter((segment) => segment >= `${segmentPrefix}${search.from}`);
  for (const segment of segments.toReversed()) {
    const found = (await trail.read(segment)).findLast((entry) => dropped < entry.number && fits(entry, search));
    if (found) return found;
  }
  return null;
}

function fits(entry: HistoryEntry, { tenantId, wanted }: HistorySearch): boolean {
  return entry.tenantId === tenantId && wanted(entry);
}

async function newestLive(reader: Reader, search: HistorySearch): Promise<HistoryEntry | null> {
  for await (const entry of liveEntries(reader, search.tenantId)) if (fits(entry, search)) return entry;
  return null;
}

/** Resolves with the number of the newest entry that was dropped; with 0 where none was. */
async function droppedUpTo(reader: Reader): Promise<number> {
  return (await reader.get('trailStart', 'trail'))?.number ?? 0;
}

/** Entries of the audit trail, oldest first. `lost`: the numbers of entries before them that retention had dropped by then; null for none. */
export interface NextEntries {
  entries: readonly HistoryEntry[];
  lost: { from: number; to: number } | null;
}

/**
 * Resolves with at most `limit` entries that come after a number, oldest first, out of the archive or of the live document. It reads files,
 * so it must not run inside a change.
 */
export async function entriesAfter(number: number, limit: number, { store, trail }: Pick<World, 'store' | 'trail'>) {
  const { live, dropped, ends } = await store.read(async (reader) => ({
    live: await reader.history({ tenantId: null, before: number + limit + 1, limit }),
    dropped: await droppedUpTo(reader),
    ends: new Map((await reader.list('trailEnds')).map(({ id, number: end }) => [id, end])),
  }));
  const lost = number < dropped ? { from: number + 1, to: dropped } : null;
  const from = Math.max(number, dropped);
  const wanted = (entry: HistoryEntry) => entry.number > from;
  const here = live.filter(wanted).toReversed();
  if (here[0]?.number === from + 1) return { entries: here, lost } satisfies NextEntries;
  for (const segment of await trail.segments()) {
    if ((ends.get(segment) ?? Number.POSITIVE_INFINITY) <= from) continue;
    const [first, ...rest] = await trail.read(segment, wanted);
    if (first) return { entries: [first, ...rest].slice(0, limit), lost } satisfies NextEntries;
  }
  return { entries: here, lost } satisfies NextEntries;
}
