import type { Platform } from '../domain/identity.ts';
import type { World } from '../ports.ts';

export interface Backlog {
  /** Deliveries with something left to do, by platform. */
  waiting: Readonly<Record<Platform, number>>;
  /** Since when the oldest of them waits, in seconds; 0 when nothing does. */
  oldestSeconds: number;
}

/** What is left to do, for monitoring. */
export async function backlogOf({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<Backlog> {
  return store.read(async (reader) => {
    const waiting = { slack: 0, teams: 0 };
    let oldest = clock.now();
    for (const queue of await reader.keys('deliveries.due')) {
      waiting[queue.startsWith('slack:') ? 'slack' : 'teams'] += await reader.count('deliveries.due', queue);
      for (const { since } of await reader.scan('deliveries.due', { key: queue, after: null, limit: 1 })) {
        if (since < oldest) oldest = since;
      }
    }
    return { waiting, oldestSeconds: Math.max(0, (Date.parse(clock.now()) - Date.parse(oldest)) / 1_000) };
  });
}
