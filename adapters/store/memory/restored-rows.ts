import { restoredDelivery } from '../../../src/delivery/transitions.ts';
import { nextAfterRestore, revisionAfterRestore } from '../../../src/domain/restore.ts';
import { newestTime } from '../../../src/domain/time/own-times.ts';
import { timedCollections } from '../../../src/ports/collections.ts';
import { type Numbered, numbered } from '../../../src/store/next-number.ts';
import { type Document, rowsIn, type Tables } from './document.ts';

/** The numbers that were given out last, by counter. */
export type LastNumbers = ReadonlyMap<Numbered, number>;

/**
 * Changes a document that comes from a backup to what it is after its restore: what waited is in doubt since the backup was made,
 * and no number that was given out since is given out again. `madeAt` is null for a backup that does not say when it was made;
 * `replaced` are the last numbers of the state whose place it takes.
 */
export function restoreRows({ tables }: Document, madeAt: string | null, replaced: LastNumbers, now: string): void {
  const made = madeAt ?? newestOf(tables, now);
  const deliveries = rowsIn<'deliveries'>(tables, 'deliveries');
  for (const [id, row] of deliveries) deliveries.set(id, restoredDelivery(row, made));
  // What receivers had still to get, they may have got since.
  const outgoing = rowsIn<'outgoing'>(tables, 'outgoing');
  for (const [id, row] of outgoing) if (row.state === 'waiting') outgoing.set(id, { ...row, doubt: true });
  const tenants = rowsIn<'tenants'>(tables, 'tenants');
  for (const [id, row] of tenants) tenants.set(id, { ...row, revision: revisionAfterRestore(row.revision, now) });
  const counters = rowsIn<'counters'>(tables, 'counters');
  const numbers: Record<string, { last: number; next: number }> = {};
  const known = lastNumbers(tables);
  for (const id of new Set([...known.keys(), ...replaced.keys()])) {
    const last = known.get(id) ?? 0;
    const next = nextAfterRestore(Math.max(last, replaced.get(id) ?? 0));
    counters.set(id, { id, value: next - 1 });
    numbers[id] = { last, next };
  }
  if (deliveries.size === 0 && counters.size === 0) return;
  const restores = rowsIn<'restores'>(tables, 'restores');
  const list = restores.get('restores')?.list ?? [];
  restores.set('restores', { id: 'restores', list: [...list, { madeAt: made, at: now, numbers }] });
}

/** Returns the newest time that the bot wrote before `now`: the backup was made after that. */
function newestOf(tables: Tables, now: string): string {
  let newest = '';
  for (const name of timedCollections)
    for (const row of tables[name]?.values() ?? []) {
      const time = newestTime(row);
      if (time <= now && time > newest) newest = time;
    }
  return newest || now;
}

/** Returns the numbers that a document gave out last. */
export function lastNumbers({ counters }: Tables): LastNumbers {
  const last = (id: Numbered) => counters?.get(id)?.value ?? 0;
  return new Map(numbered.filter((id) => last(id) > 0).map((id) => [id, last(id)]));
}
