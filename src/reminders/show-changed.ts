import { queueOf } from '../domain/delivery.ts';
import type { Tx } from '../ports.ts';

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

/** The reminder is edited, where it was posted; what still waits shows the newest anyway. */
export async function showAnew(tx: Tx, nagId: string): Promise<readonly string[]> {
  const nag = await tx.get('nags', nagId);
  const delivery = nag && (await tx.get('deliveries', `nag ${nag.id} > ${queueOf(nag.to)}`));
  if (!nag || !delivery) return [];
  const revision = nag.revision + 1;
  await tx.put('nags', { ...nag, revision });
  await tx.put('deliveries', { ...delivery, want: revision });
  return [delivery.queue];
}
