/**
 * Gives deliveries their turns. Who fills a queue waits behind their own: each share (see `shareOf`) has one post for each post of
 * every other, and the tenants of a share likewise. This is start-time fair queueing (https://doi.org/10.1145/248157.248171): a new
 * delivery stands at the place that the queue has reached, and as far behind it as deliveries of its share wait before it, but never before
 * one of its share and tenant that came earlier. The place is in the row, so that it outlasts a restart, and costs a few look-ups however
 * much waits.
 */
import { shareOf } from '../domain/alert/source.ts';
import { type Delivery, type FairTurn, isAlertCard } from '../domain/delivery/delivery.ts';
import type { About } from '../domain/delivery/kinds.ts';
import { turnKey, turnsAmong } from '../domain/delivery/queue-order.ts';
import type { Reader } from '../ports/store.ts';

/**
 * The most deliveries of one tenant, and the most tenants, that are looked at: with more of them, a delivery goes to the end of its share.
 */
const looked = 20;
/** The most deliveries that are looked at for the place that a queue has reached: replies wait there for their cards. */
const waitingReplies = 25;

/** Returns the delivery with its turn among those that wait, behind the turn that it had; as it is when it does not wait. */
export async function inTurn(reader: Reader, delivery: Delivery): Promise<Delivery> {
  const whose = delivery.turn ?? (await turnOf(reader, delivery.about));
  // The card of its source takes in all that gather, in any order.
  if (delivery.gathers && delivery.state === 'waiting')
    return { ...delivery, turn: { share: whose.share, tenant: whose.tenant, position: 0 } };
  const [among, key] = [turnsAmong(delivery), turnKey(delivery, whose.share)];
  if (among === null || key === null) return delivery;
  const stored = await reader.get('deliveries', delivery.id);
  const isThere = stored !== null && turnKey(stored) === key;
  // One that keeps failing goes behind those that did not have their turn since.
  const had = isThere && stored.turn ? stored.turn.position + 1 : 0;
  const waiting = (await reader.count('deliveries.turns', key)) - (isThere ? 1 : 0);
  const fair =
    Math.max(had, await reachedBy(reader, delivery, among)) + (await before(reader, delivery, { key, whose, waiting }));
  const position = Math.max(fair, await behindOwn(reader, delivery, { key, tenant: whose.tenant }));
  return { ...delivery, turn: { share: whose.share, tenant: whose.tenant, position } };
}

/**
 * Returns whose turn a delivery about this has: that of its alert's share and tenant; its kind takes turns with other kinds where it has
 * no alert.
 */
async function turnOf(reader: Reader, about: About): Promise<Omit<FairTurn, 'position'>> {
  const alert = 'alertId' in about ? await reader.get('alerts', about.alertId) : null;
  if (alert) return { share: shareOf(alert), tenant: alert.tenantId ?? '' };
  const digest = 'digestId' in about && about.digestId !== null ? await reader.get('digests', about.digestId) : null;
  const tenant = 'tenantId' in about ? about.tenantId : null;
  return { share: digest?.share ?? about.kind, tenant: tenant ?? '' };
}

/** Returns the place that has been reached in the delivery's lane and rank: that of the first one there which is no reply. */
async function reachedBy(reader: Reader, delivery: Delivery, among: string): Promise<number> {
  let first: Delivery | undefined;
  // The first one is seldom a reply.
  for (const limit of [2, waitingReplies]) {
    const due = await reader.scan('deliveries.due', { key: delivery.queue, after: among, limit });
    const others = due.filter((one) => one.id !== delivery.id && turnsAmong(one) === among);
    const next = others.find(({ about }) => !('alertId' in about) || isAlertCard(about));
    if (next) return next.turn?.position ?? 0;
    first = others[0];
  }
  return first?.turn?.position ?? 0;
}

interface Behind {
  key: string;
  whose: Omit<FairTurn, 'position'>;
  /** The number of deliveries of its share that wait. */
  waiting: number;
}

/** Returns how many deliveries of its share go first: all that wait, or fewer where other tenants have more of them than its own. */
async function before(reader: Reader, { id }: Delivery, { key, whose: { tenant }, waiting }: Behind): Promise<number> {
  if (waiting === 0) return 0;
  const tenants = await tenantsIn(reader, key, tenant);
  if (tenants === 1 || tenants >= looked) return waiting;
  const some = await reader.scan('deliveries.turns', { key, after: `${tenant} `, limit: looked });
  const own = some.filter((one) => one.turn?.tenant === tenant && one.id !== id).length;
  return own >= looked - 1 ? waiting : Math.min(waiting, (own + 1) * tenants - 1);
}

/**
 * Returns the place behind the last one of its share and tenant that waits, 0 for none. Those before it may be fewer than when that one
 * came, while the place that the queue has reached is the same: replies have no say in that, and several may have one place.
 */
async function behindOwn(reader: Reader, { id }: Delivery, { key, tenant }: { key: string; tenant: string }) {
  const last = await reader.scan('deliveries.turns', { key, after: `${tenant} `, limit: 2 });
  const own = last.find((one) => one.turn?.tenant === tenant && one.id !== id);
  return own?.turn ? own.turn.position + 1 : 0;
}

/** Returns how many tenants have deliveries of a share that wait, with this one; at most `looked`. */
async function tenantsIn(reader: Reader, key: string, tenant: string): Promise<number> {
  const found = new Set([tenant]);
  for (let after: string | null = null; found.size < looked; ) {
    const [next]: readonly Delivery[] = await reader.scan('deliveries.turns', { key, after, limit: 1 });
    if (!next?.turn) break;
    found.add(next.turn.tenant);
    after = `${next.turn.tenant} ~`;
  }
  return found.size;
}
