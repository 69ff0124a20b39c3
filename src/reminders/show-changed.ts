import type { Tx } from '../ports.ts';
import { showAnew } from './nag-ended.ts';

/** The reminders that name one of these findings are edited, in the same change as the findings. Returns the queues that have work now. */
export async function showChanged(tx: Tx, findingIds: readonly string[]): Promise<readonly string[]> {
  if (findingIds.length === 0) return [];
  const changed = new Set(findingIds);
  const queues: string[] = [];
  for (const round of await tx.list('rounds')) {
    for (const kept of [round.nag, ...round.older]) {
      const nag = kept === null ? null : await tx.get('nags', kept);
      if (nag?.items.some((id) => changed.has(id))) queues.push(...(await showAnew(tx, nag.id)));
    }
  }
  return queues;
}
