import { isOverdue } from '../../domain/alert/deadlines.ts';
import type { World } from '../../ports/world.ts';
import { refreshAlertCards } from '../change/refresh-cards.ts';

/** As many as one change may take, so that nobody waits long for the store. */
const together = 200;

/** Lets the cards say that nobody answered in time. Returns the queues that have work now. */
export async function markOverdue({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<readonly string[]> {
  const query = { key: '', after: null };
  const [first] = await store.read((reader) => reader.scan('alerts.unanswered', { ...query, limit: 1 }));
  if (!first || !isOverdue(first, clock.now())) return [];
  return store.change(async (tx) => {
    const queues: string[] = [];
    for (const alert of await tx.scan('alerts.unanswered', { ...query, limit: together })) {
      if (!isOverdue(alert, clock.now())) break;
      const after = { ...alert, overdue: true, revision: alert.revision + 1 };
      await tx.put('alerts', after);
      queues.push(...(await refreshAlertCards(tx, after, 'other')));
    }
    return queues;
  });
}
