import { type Delivery, highRank } from '../../domain/delivery/delivery.ts';
import { lowPosts } from '../../domain/delivery/queue-order.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { batchSize, gatherInto, mayJoin, openDigest } from './gather.ts';
import { calmSources } from './source-storm.ts';

/**
 * Gathers the alerts of medium severity and below that wait for a queue into one card, while more wait than the channel can
 * bear (the setting STORM_LIMIT). High alerts keep their own cards and go first, but for those that one source sends too many of. What
 * is over the pace of its source has no part in this: the card of the source takes it in.
 */
export async function calmStorm(queue: string, world: World): Promise<void> {
  for (let left = true; left; ) {
    const storm = await stormIn(queue, world);
    if (storm === 'none') break;
    const gathered = (tx: Tx) => gather(tx, queue, storm, world.clock.now());
    left = (await world.store.change(gathered, { evenWhenFull: true })) === batchSize;
  }
  await calmSources(queue, world);
}

/** `new`: more wait than the channel can bear. `ending`: some come after such a storm, and join its card. */
type Storm = 'none' | 'new' | 'ending';

function stormIn(queue: string, { store, clock, settings }: World): Promise<Storm> {
  return store.read(async (reader) => {
    const { stormLimit } = settings;
    const due = await reader.scan('deliveries.due', { key: queue, after: null, limit: stormLimit + 1 });
    const waiting = due.filter(({ state, gathers }) => state !== 'posted' && !gathers);
    if (waiting.length > stormLimit) return 'new';
    const open = waiting.length > 0 ? await ofStorm(reader, queue, clock.now()) : null;
    return open ? 'ending' : 'none';
  });
}

/** Moves waiting deliveries into the queue's digest. Returns how many it moved: one alert alone needs no new digest. */
async function gather(tx: Tx, queue: string, storm: Exclude<Storm, 'none'>, at: string): Promise<number> {
  const due = await tx.scan('deliveries.due', { key: queue, after: lowPosts, limit: batchSize });
  const waiting = due.filter(joins);
  const open = await ofStorm(tx, queue, at);
  if (!open && waiting.length < 2) return 0;
  await gatherInto(tx, waiting, open, { queue, at, stormAt: storm === 'new' ? at : open?.stormAt });
  return waiting.length;
}

function joins(delivery: Delivery): boolean {
  return mayJoin(delivery) && delivery.attempts === 0 && delivery.rank > highRank && !delivery.gathers;
}

function ofStorm(reader: Reader, queue: string, at: string) {
  return openDigest(reader, { queue }, false, at);
}
