import type { AdminPlaces } from '../admins.ts';
import { type About, type Delivery, digestRank, highRank, noticeRank } from '../domain/delivery.ts';
import { deliveryId } from '../domain/delivery-id.ts';
import type { Channel } from '../domain/identity.ts';
import { placeInQueue } from '../domain/queue-order.ts';
import { StoreFull, type Tx, type World } from '../ports.ts';
import { following, isElsewhere, unroutedOf } from './for-admins.ts';
import { tenantOf } from './refusal.ts';
import { type DeliveryRequest, enqueue } from './transitions.ts';

/** As many of what waits as one change looks at, so that nobody waits long for the store. */
const together = 200;

interface Telling {
  admins: AdminPlaces;
  at: string;
  /** What is said of the channel before what waits for it. */
  news(channel: Channel, tenantId: string | null): About;
  isTold(delivery: Delivery): boolean;
}

/**
 * Owes admins the news of a channel, and all that waits for it and is nowhere else, each thing once. Nothing is taken from
 * the channel, which gets it as soon as it can. A full store takes no more of it: it still waits for the channel.
 */
export async function oweWaiting(
  queue: string,
  telling: Telling,
  { store, wake }: Pick<World, 'store' | 'wake'>,
): Promise<void> {
  let after: string | null = null;
  do {
    const from: string | null = after;
    const slice: Slice | null = await store.change((tx) => some(tx, queue, from, telling)).catch(nullWhenFull);
    if (!slice) return;
    wake(slice.queues);
    after = slice.after;
  } while (after !== null);
}

function nullWhenFull(error: unknown): null {
  if (error instanceof StoreFull) return null;
  throw error;
}

interface Slice {
  queues: readonly string[];
  /** The place of the last one that was looked at; null when that was all. */
  after: string | null;
}

async function some(tx: Tx, queue: string, after: string | null, telling: Telling): Promise<Slice> {
  const due = await tx.scan('deliveries.due', { key: queue, after, limit: together });
  const told = due.filter(telling.isTold);
  const [first] = told;
  const queues: string[] = [];
  if (first?.to.kind === 'channel') {
    const about = telling.news(first.to.channel, await tenantOf(tx, first));
    queues.push(...(await oweEach(tx, { about, rank: noticeRank, want: 1 }, telling)));
    for (const delivery of told)
      for (const owed of await itself(tx, delivery)) queues.push(...(await oweEach(tx, owed, telling)));
  }
  const last = due.length === together ? due.at(-1) : undefined;
  return { queues, after: last ? placeInQueue(last) : null };
}

/** What admins get of it. Nothing when a channel has it, or is about to. */
async function itself(tx: Tx, delivery: Delivery): Promise<readonly Omit<DeliveryRequest, 'to'>[]> {
  const { about, want, state, queue } = delivery;
  if (state === 'posted') return [];
  if (about.kind === 'digest') {
    const first = (await tx.get('digests', about.digestId))?.firstIds[0];
    return first && (await isElsewhere(tx, first, queue)) ? [] : [{ about, rank: digestRank, want }];
  }
  const alert = about.kind === 'alert' ? await tx.get('alerts', about.alertId) : null;
  if (!alert) return following(tx, delivery);
  return (await isElsewhere(tx, alert.id, queue)) ? [] : [unroutedOf(alert)];
}

/** Wherever admins were not told yet. What was refused there is not tried each time. */
async function oweEach(tx: Tx, what: Omit<DeliveryRequest, 'to'>, { admins, at }: Telling): Promise<readonly string[]> {
  const queues: string[] = [];
  for (const to of what.rank <= highRank ? admins.critical : admins.usual) {
    if (await tx.get('deliveries', deliveryId(what.about, to))) continue;
    queues.push(await enqueue(tx, { ...what, to }, at));
  }
  return queues;
}
