/** Puts the excess alerts of one source into a digest, so that they delay other sources no more than a few alerts would. */
import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import {
  alarmRank,
  type Delivery,
  highRank,
  isPending,
  type QuietGathering,
  sortableNumber,
} from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import { gathering, highCardsKey, lanes, lowPosts } from '../../domain/delivery/queue-order.ts';
import { type Identity, queueToCall } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { takingAmong } from '../escalation/due-alert.ts';
import { batchSize, gatherInto, mayJoin, openDigest } from './gather.ts';

/** The place before which no high alert waits in a queue. */
const highPosts = `${lanes.urgentPosts.fresh.from} ${highRank} `;

interface Calming {
  queue: string;
  /** The most waiting high alerts of each share that keep cards of their own. */
  limit: number;
  admins: AdminPlaces;
  at: string;
}

/**
 * Gathers, for each share of which more high alerts wait for the queue than the storm limit, those beyond that many into one
 * card; and the alerts of sources that send more than their pace allows into the card of their source. Admins are notified once a storm.
 */
async function calmSources(queue: string, world: World): Promise<void> {
  const { store, settings, clock } = world;
  const limit = settings.stormLimit;
  if (!(await store.read((reader) => isAnyStormy(reader, { queue, limit, at: clock.now() })))) return;
  const admins = await adminPlaces(world);
  const calm = async (tx: Tx) => {
    const how = { queue, limit, admins, at: clock.now() };
    const shares = await stormyShares(tx, how);
    let moved = await gatherMarked(tx, how);
    for (const share of shares) moved += await gatherHigh(tx, share, how);
    return moved;
  };
  while ((await store.change(calm, { evenWhenFull: true })) >= batchSize);
}

async function isAnyStormy(reader: Reader, how: Omit<Calming, 'admins'>): Promise<boolean> {
  const marked = await reader.scan('deliveries.due', { key: how.queue, after: gathering, limit: 1 });
  return marked.length > 0 || (await stormyShares(reader, how)).length > 0;
}

/**
 * Returns the shares of which too many high alerts wait, or some while a storm of theirs lasts, of those that are to go next. A share
 * that is not among these holds up nobody: it has its turn later.
 */
async function stormyShares(reader: Reader, { queue, limit, at }: Omit<Calming, 'admins'>): Promise<string[]> {
  const next = await reader.scan('deliveries.due', { key: queue, after: highPosts, limit: limit + 1 });
  const high = next.filter((one) => isPending(one) && one.rank <= highRank);
  const found: string[] = [];
  for (const share of new Set(high.flatMap(({ turn }) => turn?.share ?? []))) {
    const waiting = await reader.count('deliveries.highCards', highCardsKey(queue, share));
    if (waiting > limit || (waiting > 0 && (await joining(reader, share, { queue, limit, at })).length > 0))
      found.push(share);
  }
  return found;
}

/** Gathers the high alerts of a share beyond the first ones. Returns how many it moved. */
async function gatherHigh(tx: Tx, share: string, how: Calming): Promise<number> {
  const rows = await joining(tx, share, how);
  const isMore = (await tx.count('deliveries.highCards', highCardsKey(how.queue, share))) > how.limit;
  return gatherOf(tx, rows, { ...how, share, high: true, isMore });
}

/**
 * Returns the high alerts of a share that its digest card takes in: those beyond the first ones, and while a storm lasts all that
 * came after those in its card. Otherwise who sends without a pause would have a card, and a call, for each alert that a channel can take.
 * What comes after a pause has a card and a call of its own, since an edit of the digest card notifies nobody.
 */
async function joining(reader: Reader, share: string, { queue, limit, at }: Omit<Calming, 'admins'>) {
  const query = { key: highCardsKey(queue, share), after: null, limit: limit + batchSize };
  const waiting = await reader.scan('deliveries.highCards', query);
  const digest = await openDigest(reader, { queue, share, high: true, at });
  const newest = digest?.newest ?? Number.POSITIVE_INFINITY;
  const [next] = waiting.filter(({ number }) => number > newest);
  const goesOn = next !== undefined && digest !== null && !(await isAfterPause(reader, next, digest));
  return waiting.filter((one, index) => (index >= limit || (goesOn && one.number > newest)) && mayJoin(one));
}

/** The time (ms) without a high alert of a share after which the next one does not belong to its storm. */
const pauseMs = 10_000;

/** Returns whether the alert came at least `pauseMs` after the last one in the posted digest card. */
async function isAfterPause(reader: Reader, next: Delivery, { id, newest = 0 }: StormDigest): Promise<boolean> {
  const [last] = await reader.scan('deliveries.digest', { key: id, after: sortableNumber(newest - 1), limit: 1 });
  return !last || Math.abs(Date.parse(next.since) - Date.parse(last.since)) >= pauseMs;
}

/**
 * Gathers those of these new alerts that are over the pace of their sources, or backlog, in the change that takes them; what is more than
 * a batch waits for the next step.
 */
export async function gatherOverPace(tx: Tx, alertIds: Iterable<string>, how: Pick<Calming, 'admins' | 'at'>) {
  const queues = new Set<string>();
  for (const key of alertIds)
    for (const { queue, gathers } of await tx.scan('deliveries.cards', { key, after: null }))
      if (gathers) queues.add(queue);
  for (const queue of queues) await gatherMarked(tx, { queue, ...how });
}

/** Gathers the alerts over the pace of their sources that wait for a queue. Returns how many it moved. */
async function gatherMarked(tx: Tx, how: Omit<Calming, 'limit'>): Promise<number> {
  const marked = await tx.scan('deliveries.due', { key: how.queue, after: gathering, limit: batchSize });
  const quietOf = ({ gathers }: Delivery) => (gathers === true ? undefined : gathers);
  const isHigh = (one: Delivery) => one.rank <= highRank && !quietOf(one);
  const groups = Map.groupBy(marked, (one) => `${quietOf(one)} ${isHigh(one)} ${one.turn?.share}`);
  for (const rows of groups.values()) {
    const [first] = rows;
    if (!first?.turn) continue;
    const { share } = first.turn;
    const quiet = quietOf(first);
    if (quiet) await gatherQuietly(tx, rows, { ...how, share, quiet });
    else await gatherOf(tx, rows, { ...how, share, high: isHigh(first), isMore: true });
  }
  return marked.length;
}

/**
 * Moves the waiting cards of a backlog, or of unverified alerts, into their one card. Cards that are posted stay, and count there. It
 * mentions nobody, and notifies no admin.
 */
export async function gatherQuietly(
  tx: Tx,
  rows: readonly Delivery[],
  how: Record<'queue' | 'share' | 'at', string> & { quiet: QuietGathering },
) {
  const { queue, share, quiet, at } = how;
  const card = { queue, share, quiet };
  await gatherInto(tx, rows, await openDigest(tx, { ...card, at }), { ...card, at });
}

interface Gathered extends Omit<Calming, 'limit'> {
  share: string;
  high: boolean;
  /** Above the storm limit; a few that come after those do not make a storm last longer. */
  isMore: boolean;
}

async function gatherOf(tx: Tx, rows: readonly Delivery[], { queue, share, high, isMore, admins, at }: Gathered) {
  if (rows.length === 0) return 0;
  const calls = high ? await callsFor(tx, rows, at) : [];
  const card = { queue, share, calls };
  const open = await openDigest(tx, { ...card, high, at });
  await gatherInto(tx, rows, open, { ...card, at, stormAt: isMore ? at : open?.stormAt });
  await tellOnce(tx, share, { admins, at });
  return rows.length;
}

/** Returns the people on call whom the card of these alerts mentions: each person is mentioned in one place, as for one alert. */
async function callsFor(tx: Tx, rows: readonly Delivery[], at: string): Promise<Identity[]> {
  const calls = new Set<Identity>();
  const seen = new Set<string>();
  for (const { about, queue } of rows) {
    const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
    if (!alert?.tenantId || alert.status !== 'active' || seen.has(alert.tenantId)) continue;
    seen.add(alert.tenantId);
    const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
    const channels = cards.filter((card) => card.about.kind === 'alert').map((card) => card.queue);
    const open = await takingAmong(tx, channels);
    for (const id of onCallAt(await tenantOf(tx, alert), at).first)
      if (queueToCall(id, { channels, open }) === queue) calls.add(id);
  }
  return [...calls];
}

/** Time (ms) without a gathered alert after which a storm of a share is over: the next one notifies admins again. */
const calmMs = 3_600_000;

/**
 * Notifies the admins that a share sends too much, unless they were notified of this storm. While no admin can be notified, it waits for
 * the first one.
 */
async function tellOnce(tx: Tx, share: string, { admins, at }: Pick<Calming, 'admins' | 'at'>): Promise<void> {
  const id = `storm ${share}`;
  const last = (await tx.get('counters', id))?.value;
  const passed = last === undefined ? calmMs : Date.parse(at) - last;
  const isNew = passed < 0 || passed >= calmMs;
  if (isNew && admins.usual.length === 0) return;
  await tx.put('counters', { id, value: Date.parse(at) });
  if (isNew) await enqueueFor(tx, { about: { kind: 'sourceStorm', share, at }, rank: alarmRank }, admins.usual, at);
}

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

/** `new`: more wait than the storm limit. `ending`: some come after such a storm, and join its card. */
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
  return openDigest(reader, { queue, at });
}
