import type { World } from '../ports/world.ts';
import { outgoingBatch } from './rows.ts';

/**
 * Lets what comes to pass after a time, and counts it from one that is still to come, count from now: an alert that arrived while the
 * clock was ahead reaches the pager in its time. Call it only while the clock is steady.
 */
export async function resetTimers({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  const ahead = { key: '', after: now, limit: outgoingBatch };
  while ((await store.read((reader) => reader.scan('outgoing.timers', ahead))).length > 0)
    await store.change(
      async (tx) => {
        for (const row of await tx.scan('outgoing.timers', ahead)) {
          const due = new Date(Date.parse(now) + Date.parse(row.due) - Date.parse(row.since)).toISOString();
          await tx.put('outgoing', { ...row, at: now, since: now, due });
        }
      },
      { evenWhenFull: true },
    );
}
