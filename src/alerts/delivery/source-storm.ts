/** Gathers what one source sends too much of into one card, so that it takes turns with others as a few alerts would. */
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueAt } from '../../delivery/transitions.ts';
import { alarmRank, type Delivery, highRank, isPending } from '../../domain/delivery/delivery.ts';
import { gathering, highCardsKey, lanes } from '../../domain/delivery/queue-order.ts';
import { type Identity, placeToCall } from '../../domain/tenant/identity.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { batchSize, gatherInto, mayJoin, openDigest } from './gather.ts';

/** The place before which no high alert waits in a queue. */
const highPosts = `${lanes.urgentPosts.fresh.from} ${highRank} `;

interface Calming {
  queue: string;
  /** Of each share, so many high alerts that wait keep their own cards. */
  limit: number;
  admins: AdminPlaces;
  at: string;
}

/**
 * Gathers, for each share of which more high alerts wait for the queue than the channel can bear, those beyond that many into one
 * card; and the alerts of sources that send more than their pace allows into the card of their source. Admins are told once a storm.
 */
export async function calmSources(queue: string, world: World): Promise<void> {
  const { store, settings, clock } = world;
  const limit = settings.stormLimit;
  if (!(await store.read((reader) => isAnyCrowded(reader, queue, limit)))) return;
  const admins = await adminPlaces(world);
  const calm = async (tx: Tx) => {
    const how = { queue, limit, admins, at: clock.now() };
    const shares = await crowdedShares(tx, queue, limit);
    let moved = await gatherMarked(tx, how);
    for (const share of shares) moved += await gatherHigh(tx, share, how);
    return moved;
  };
  while ((await store.change(calm, { evenWhenFull: true })) >= batchSize);
}

async function isAnyCrowded(reader: Reader, queue: string, limit: number): Promise<boolean> {
  const marked = await reader.scan('deliveries.due', { key: queue, after: gathering, limit: 1 });
  return marked.length > 0 || (await crowdedShares(reader, queue, limit)).length > 0;
}

/**
 * Returns the shares of which too many high alerts wait, of those that are to go next. A share that is not among these holds up
 * nobody: it has its turn later.
 */
async function crowdedShares(reader: Reader, queue: string, limit: number): Promise<string[]> {
  const next = await reader.scan('deliveries.due', { key: queue, after: highPosts, limit: limit + 1 });
  if (next.length <= limit) return [];
  const high = next.filter((one) => isPending(one) && one.rank <= highRank);
  const shares = [...new Set(high.flatMap(({ turn }) => turn?.share ?? []))];
  const counts = await Promise.all(
    shares.map((share) => reader.count('deliveries.highCards', highCardsKey(queue, share))),
  );
  return shares.filter((_share, index) => (counts[index] ?? 0) > limit);
}

/** Gathers the high alerts of a share beyond the first ones. Returns how many it moved. */
async function gatherHigh(tx: Tx, share: string, how: Calming): Promise<number> {
  const query = { key: highCardsKey(how.queue, share), after: null, limit: how.limit + batchSize };
  const beyond = (await tx.scan('deliveries.highCards', query)).slice(how.limit).filter(mayJoin);
  return gatherOf(tx, beyond, { ...how, share, high: true });
}

/** Gathers the alerts over the pace of their sources. Returns how many it moved. */
async function gatherMarked(tx: Tx, how: Calming): Promise<number> {
  const marked = await tx.scan('deliveries.due', { key: how.queue, after: gathering, limit: batchSize });
  const groups = Map.groupBy(marked, ({ rank, turn }) => `${rank <= highRank} ${turn?.share}`);
  for (const rows of groups.values()) {
    const [first] = rows;
    if (first?.turn) await gatherOf(tx, rows, { ...how, share: first.turn.share, high: first.rank <= highRank });
  }
  return marked.length;
}

async function gatherOf(
  tx: Tx,
  rows: readonly Delivery[],
  { queue, share, high, admins, at }: Calming & { share: string; high: boolean },
): Promise<number> {
  if (rows.length === 0) return 0;
  const calls = high ? await callsFor(tx, rows) : [];
  const card = { queue, share, calls };
  await gatherInto(tx, rows, await openDigest(tx, card, high, at), { ...card, at, stormAt: at });
  await tellOnce(tx, share, { admins, at });
  return rows.length;
}

/** Returns the people on call whom the card of these alerts mentions: each person is mentioned in one place, as for one alert. */
async function callsFor(tx: Tx, rows: readonly Delivery[]): Promise<Identity[]> {
  const calls = new Set<Identity>();
  const seen = new Set<string>();
  for (const { about, queue } of rows) {
    const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
    if (!alert?.tenantId || alert.status !== 'active' || seen.has(alert.tenantId)) continue;
    seen.add(alert.tenantId);
    const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
    const channels = cards.filter((card) => card.about.kind === 'alert').map((card) => card.queue);
    const open: string[] = [];
    for (const one of channels) if (!(await tx.get('refusing', one))) open.push(one);
    for (const id of (await tenantOf(tx, alert))?.contact?.onCall ?? [])
      if (placeToCall(id, { channels, open }) === queue) calls.add(id);
  }
  return [...calls];
}

/** A storm of a share is over when nothing of it was gathered for so many milliseconds: admins are told of the next one. */
const calmMs = 3_600_000;

/** Tells the admins that a share sends too much, unless they were told of this storm. While no admin can be told, it waits for the first one. */
async function tellOnce(tx: Tx, share: string, { admins, at }: Pick<Calming, 'admins' | 'at'>): Promise<void> {
  const id = `storm ${share}`;
  const last = (await tx.get('counters', id))?.value;
  const passed = last === undefined ? calmMs : Date.parse(at) - last;
  const isNew = passed < 0 || passed >= calmMs;
  if (isNew && admins.usual.length === 0) return;
  await tx.put('counters', { id, value: Date.parse(at) });
  if (isNew) await enqueueAt(tx, { about: { kind: 'sourceStorm', share, at }, rank: alarmRank }, admins.usual, at);
}
