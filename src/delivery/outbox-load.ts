import { waitsSince } from '../domain/delivery/queue-order.ts';
import { byPlatform, platformOf } from '../domain/tenant/identity.ts';
import type { World } from '../ports/world.ts';

/** What is left to do, as `outboxLoad` returns it. */
export type OutboxLoad = Awaited<ReturnType<typeof outboxLoad>>;

/**
 * Returns what is left to do, as monitoring shows it: the number of deliveries by platform, and the seconds for which the oldest of them
 * has waited, 0 when none waits. Its cost grows with the number of queues, not with what waits in them.
 */
export async function outboxLoad({ store, clock }: Pick<World, 'store' | 'clock'>) {
  return store.read(async (reader) => {
    const waiting = byPlatform(() => 0);
    for (const queue of await reader.keys('deliveries.due'))
      waiting[platformOf(queue)] += await reader.count('deliveries.due', queue);
    const [oldest] = await reader.scan('deliveries.longest', { key: '', after: null, limit: 1 });
    const since = (oldest && waitsSince(oldest)) ?? clock.now();
    return { waiting, oldestSeconds: Math.max(0, (Date.parse(clock.now()) - Date.parse(since)) / 1_000) };
  });
}
