import dayjs from 'dayjs';
import type { HistoryEntry } from '../domain/history.ts';
import { monthOf } from '../domain/report.ts';
import type { World } from '../ports.ts';

/** What is younger stays at hand: open forms compare themselves with it. */
const keptDays = 31;
const together = 500;
const prefix = 'history-';

/** Moves entries of past months out of the live document. First the archive, then the document: a crash between repeats, and loses nothing. */
export async function archiveHistory({ store, trail, clock }: Pick<World, 'store' | 'trail' | 'clock'>): Promise<void> {
  const now = clock.now();
  const until = monthOf(dayjs(now).subtract(keptDays, 'day').toISOString());
  const oldest = await store.read((reader) => reader.oldestHistory(together + 1));
  const [first] = oldest;
  if (!first || monthOf(first.at) >= until) return;
  const newest = (await trail.segments()).at(-1)?.slice(prefix.length) ?? '';
  // The newest entry never leaves, and beyond one load nobody knows which that is.
  const moved = filed(oldest.slice(0, -1), { newest, until });
  const last = moved.at(-1);
  if (!last) return;
  for (const [segment, some] of Map.groupBy(moved, ({ month }) => `${prefix}${month}`))
    await trail.append(
      segment,
      some.map(({ entry }) => entry),
    );
  await store.change((tx) => tx.forgetHistory(last.entry.number));
}

/** Forgets segments whose month ended longer ago than the setting says; the hash of the last entry that goes is kept. */
export async function forgetOldHistory({
  store,
  trail,
  clock,
  settings,
}: Pick<World, 'store' | 'trail' | 'clock' | 'settings'>): Promise<void> {
  const oldest = monthOf(dayjs(clock.now()).subtract(settings.retentionDays, 'day').toISOString());
  for (const segment of (await trail.segments()).filter((name) => name < `${prefix}${oldest}`)) {
    const last = (await trail.read(segment)).at(-1);
    if (last) await store.change((tx) => tx.put('trailStart', { id: 'trail', number: last.number, hash: last.hash }));
    await trail.drop(segment);
  }
}

/**
 * Each with the month it is filed under, up to the first that stays. Never an earlier month than the entry before it has:
 * dropping the oldest segments must leave no gap, also when the clock went back.
 */
function filed(
  entries: readonly HistoryEntry[],
  { newest, until }: { newest: string; until: string },
): { month: string; entry: HistoryEntry }[] {
  const result: { month: string; entry: HistoryEntry }[] = [];
  let month = newest;
  for (const entry of entries) {
    if (monthOf(entry.at) > month) month = monthOf(entry.at);
    if (month >= until) break;
    result.push({ month, entry });
  }
  return result;
}
