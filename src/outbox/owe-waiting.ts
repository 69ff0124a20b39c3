import {
  type About,
  type Delivery,
  type Destination,
  digestRank,
  noticeRank,
  platformOfQueue,
  rankOf,
} from '../domain/delivery.ts';
import type { Channel } from '../domain/identity.ts';
import { placeInQueue } from '../domain/queue-order.ts';
import { deliveryId, type Owed, owe } from '../owe.ts';
import { StoreFull, type Tx, type World } from '../ports.ts';
import { tenantOf } from './refusal.ts';

/** As many of what waits as one change looks at, so that nobody waits long for the store. */
const together = 200;

interface Telling {
  admins: readonly Destination[];
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
    for (const delivery of told) queues.push(...(await oweItself(tx, delivery, telling)));
  }
  const last = due.length === together ? due.at(-1) : undefined;
  return { queues, after: last ? placeInQueue(last) : null };
}

/** What admins get of it: the alert, or the card for many. Nothing when a channel has it, or is about to. */
async function oweItself(tx: Tx, delivery: Delivery, telling: Telling): Promise<readonly string[]> {
  const { about, want, state, queue } = delivery;
  if (state === 'posted') return [];
  if (about.kind === 'digest') {
    const first = (await tx.get('digests', about.digestId))?.firstIds[0];
    if (first && (await isElsewhere(tx, first, queue))) return [];
    return oweEach(tx, { about, rank: digestRank, want }, telling);
  }
  const alert = about.kind === 'alert' ? await tx.get('alerts', about.alertId) : null;
  if (!alert || (await isElsewhere(tx, alert.id, queue))) return [];
  const unrouted = { kind: 'unrouted', alertId: alert.id } as const;
  return oweEach(tx, { about: unrouted, rank: rankOf[alert.content.severity], want: alert.revision }, telling);
}

/** To each admin who was not told yet. What an admin refused is not tried each time. */
async function oweEach(tx: Tx, what: Omit<Owed, 'to'>, { admins, at }: Telling): Promise<readonly string[]> {
  const queues: string[] = [];
  for (const to of admins) {
    if (await tx.get('deliveries', deliveryId(what.about, to))) continue;
    queues.push(await owe(tx, { ...what, to }, at));
  }
  return queues;
}

/** Whether a channel has it, or is about to, of the other platform. */
async function isElsewhere(tx: Tx, alertId: string, here: string): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state, reason, queue }) => {
    if (about.kind !== 'alert') return false;
    const coming = reason === null && state !== 'refused' && state !== 'dropped';
    return state === 'posted' || (coming && platformOfQueue(queue) !== platformOfQueue(here));
  });
}
