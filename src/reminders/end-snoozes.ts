import type { World } from '../ports.ts';
import { showChanged } from './show-changed.ts';

/** As many as share one change. */
const together = 200;

/** What was put off until now is open again, and the reminders that name it say so. Returns the queues that have work now. */
export async function endSnoozes({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<readonly string[]> {
  const now = clock.now();
  const first = { key: '', after: null, limit: 1 };
  const [next] = await store.read((reader) => reader.scan('findings.snoozed', first));
  if (!next?.snooze || next.snooze.until > now) return [];
  return store.change(async (tx) => {
    const off = await tx.scan('findings.snoozed', { ...first, limit: together });
    const over = off.filter(({ snooze }) => snooze !== null && snooze.until <= now);
    for (const finding of over) await tx.put('findings', { ...finding, snooze: null });
    return showChanged(
      tx,
      over.map(({ id }) => id),
    );
  });
}
