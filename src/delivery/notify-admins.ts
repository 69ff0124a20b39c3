/** Notifies admins of deliveries that their destinations refuse or do not take in time, and gives admins what they get in their place. */
import {
  type Delivery,
  type Destination,
  deliveryId,
  deliveryKey,
  highRank,
  isPending,
  newsRank,
  queueOf,
} from '../domain/delivery/delivery.ts';
import { type About, factsOf } from '../domain/delivery/kinds.ts';
import { lateness, queuePosition, urgentQueueOf, waitingKey } from '../domain/delivery/queue-order.ts';
import { type Channel, platformOf, sameChannel } from '../domain/tenant/identity.ts';
import { type Reader, StoreFull, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type AdminPlaces, adminPlaces } from './admin-destinations.ts';
import { type DeliveryKinds, type ForAdmins, type InsteadReason, kindOf } from './kind.ts';
import { amend, enqueue, markDropped } from './transitions.ts';

/** The admins whom a change notifies, and when: `at` is ISO 8601, UTC. */
export interface Notifying {
  kinds: DeliveryKinds;
  admins: AdminPlaces;
  at: string;
}

/** Returns what admins get in place of a delivery; nothing when it is not for admins. */
async function insteadOf(reader: Reader, delivery: Delivery, why: InsteadReason, kinds: DeliveryKinds) {
  const { about, rank, want } = delivery;
  const { instead } = kindOf(kinds, delivery);
  if (instead) return instead(reader, delivery, why);
  return factsOf[about.kind].forAdmins ? [{ about, rank, want }] : [];
}

/**
 * Enqueues these for admins; what is critical goes to admins of the other platform too. With `onlyNew` a place gets nothing that was
 * enqueued there before.
 */
async function enqueueForAdmins(
  tx: Tx,
  all: readonly ForAdmins[],
  { kinds, admins, at }: Notifying,
  { onlyNew = false, isCritical = ({ rank }: ForAdmins) => rank <= highRank } = {},
): Promise<void> {
  for (const one of all)
    for (const to of isCritical(one) ? admins.critical : admins.usual) {
      if (onlyNew && (await isEnqueued(tx, one.about, to))) continue;
      await enqueue(tx, { ...one, to }, at);
      await kindOf(kinds, one).reachChanged?.(tx, one.about);
    }
}

async function isEnqueued(reader: Reader, about: About, to: Destination): Promise<boolean> {
  return (await reader.get('deliveries', deliveryId(about, to))) !== null;
}

/**
 * Enqueues for the admins the news that a channel refuses, and what they get in place of the delivery that it refused. A delivery
 * that a person's chat refused is tried again once they write to the bot.
 */
export async function notifyRefusal(tx: Tx, delivery: Delivery, notifying: Notifying): Promise<void> {
  if (delivery.to.kind !== 'channel') return;
  const after = await kindOf(notifying.kinds, delivery).refused?.(tx, delivery, notifying.at);
  const instead = after?.instead ?? (await insteadOf(tx, delivery, 'refused', notifying.kinds));
  await enqueueNews(tx, delivery, after?.urgent === true, notifying);
  await enqueueForAdmins(tx, instead, notifying);
}

/** Returns the tenant and the alert that a delivery is about; of several alerts, the tenant of the first. */
async function concerns(reader: Reader, about: About): Promise<{ tenantId: string | null; alert: string | null }> {
  if ('tenantId' in about) return { tenantId: about.tenantId ?? null, alert: null };
  const alert = 'alertId' in about ? about.alertId : null;
  const first = 'alertIds' in about ? about.alertIds[0] : alert;
  const found = first ? await reader.get('alerts', first) : null;
  return { tenantId: found?.tenantId ?? null, alert };
}

/** Enqueues the news that a channel refuses. A delivery that was tried again in time is no news when it is refused again. */
async function enqueueNews(tx: Tx, delivery: Delivery, urgent: boolean, notifying: Notifying): Promise<void> {
  const { to, refusals = 1, reason } = delivery;
  const { admins, at } = notifying;
  if (to.kind !== 'channel' || refusals !== 1) return;
  const { tenantId } = await concerns(tx, delivery.about);
  const why = `${reason} ${at.slice(0, 10)}`;
  const about = { kind: 'channelRefused', tenantId, channel: to.channel, reason: why } as const;
  const urgentAbout = { ...about, urgent: true } as const;
  for (const place of urgent ? admins.critical : admins.usual) {
    // The urgent news mentions the admins, which matters in a channel alone: in private every message notifies.
    const aloud = urgent && place.kind === 'channel';
    if (aloud || !(await isEnqueued(tx, urgentAbout, place)))
      await enqueue(tx, { about: aloud ? urgentAbout : about, to: place, rank: newsRank }, at);
  }
}

/**
 * Enqueues for the admins the news that a card cannot be shown in a channel; a button leads to the alert that it is about. What
 * only the admin channel got follows to each admin in private.
 */
export async function notifyCardRefused(tx: Tx, delivery: Delivery, notifying: Notifying): Promise<void> {
  const { to, about, rank, reason } = delivery;
  if (to.kind !== 'channel') return;
  const { kinds } = notifying;
  const { tenantId, alert } = await concerns(tx, about);
  const what = { what: deliveryKey(about), alert, tenantId, channel: to.channel, reason: reason ?? '' };
  const news = about.kind === 'cardRefused' ? [] : [{ about: { kind: 'cardRefused', ...what } as const, rank }];
  const all = [...news, ...(await insteadOf(tx, delivery, 'cardRefused', kinds))];
  const isCritical = () => alert !== null && rank <= highRank;
  await enqueueForAdmins(tx, all, notifying, { isCritical });
}

/** The most deliveries that one change looks at, so that nobody waits long for the store. */
const batchSize = 200;

/** The admins who get copies, and what they get. */
interface Copying extends Notifying {
  /** Returns the message about the channel's problem, which is sent before copies of the deliveries that wait for the channel. */
  news(channel: Channel, tenantId: string | null): About;
}

/**
 * Enqueues for admins the news of a channel, and all that waits for it and is nowhere else, each thing once. The deliveries stay
 * with the channel, which gets them as soon as it can. A full store refuses more copies.
 */
async function copyToAdmins(queue: string, copying: Copying, { store }: World): Promise<void> {
  let after: string | null = null;
  do {
    const from: string | null = after;
    after = await store.change((tx) => copyBatch(tx, queue, from, copying)).catch(nullWhenFull);
  } while (after !== null);
}

/** For `catch`: returns null for StoreFull, and throws every other error. */
function nullWhenFull(error: unknown): null {
  if (error instanceof StoreFull) return null;
  throw error;
}

/**
 * Copies at most one batch of what waits after the position `after`. Returns the position of the last delivery that it read; null when
 * that was all. A copy that admins refused is not tried there each time.
 */
async function copyBatch(tx: Tx, queue: string, after: string | null, copying: Copying): Promise<string | null> {
  const due = await tx.scan('deliveries.due', { key: queue, after, limit: batchSize });
  await copySome(tx, due, copying);
  const last = due.length === batchSize ? due.at(-1) : undefined;
  return last ? queuePosition(last) : null;
}

/** Enqueues for admins the news of the channel for which these wait, and what they get in place of each. */
async function copySome(tx: Tx, waiting: readonly Delivery[], copying: Copying): Promise<void> {
  const [first] = waiting;
  if (first?.to.kind !== 'channel') return;
  const about = copying.news(first.to.channel, (await concerns(tx, first.about)).tenantId);
  await enqueueForAdmins(tx, [{ about, rank: newsRank }], copying, { onlyNew: true });
  for (const delivery of waiting) {
    const instead = delivery.state === 'posted' ? [] : await insteadOf(tx, delivery, 'late', copying.kinds);
    await enqueueForAdmins(tx, instead, copying, { onlyNew: true });
  }
}

/**
 * Moves a delivery for admins from a channel that is no longer the admin channel (its members may not be admins) to where admins are
 * notified now. Returns whether it did.
 */
export async function moveToAdmins(delivery: Delivery, kinds: DeliveryKinds, world: World): Promise<boolean> {
  if (!(await world.store.read((reader) => isInFormerAdminChannel(reader, delivery, kinds)))) return false;
  const admins = await adminPlaces(world);
  if (admins.all.length === 0) return false;
  const at = world.clock.now();
  const move = async (tx: Tx) => {
    const known = await tx.get('deliveries', delivery.id);
    if (!known || !isPending(known)) return;
    const instead = await insteadOf(tx, known, 'formerAdminChannel', kinds);
    await enqueueForAdmins(tx, instead, { kinds, admins, at });
    await markDropped(tx, known, at);
    await kindOf(kinds, known).reachChanged?.(tx, known.about);
  };
  await world.store.change(move, { evenWhenFull: true });
  return true;
}

async function isInFormerAdminChannel(reader: Reader, delivery: Delivery, kinds: DeliveryKinds): Promise<boolean> {
  if (delivery.to.kind !== 'channel') return false;
  const adminChannel = (await reader.get('organisation', 'organisation'))?.adminChannel;
  if (adminChannel && sameChannel(adminChannel, delivery.to.channel)) return false;
  return (await insteadOf(reader, delivery, 'formerAdminChannel', kinds)).length > 0;
}

/* Notifies admins of deliveries that wait too long for their channel, and of a platform that lets the bot in nowhere. */

/**
 * Notifies the admins, once a day, of each channel that did not take a high alert for 15 minutes, for whatever reason, of the admin
 * channel when it did not take what admins have to know, and of a platform that accepts no calls for longer than five minutes. They get
 * what waits and is nowhere else. Each delivery is looked at when admins are to hear of it, and not before.
 */
export async function notifyLate(kinds: DeliveryKinds, world: World): Promise<void> {
  const keys = await world.store.read((reader) => reader.keys('deliveries.late'));
  const queues = new Set(keys.flatMap((key) => urgentQueueOf(key) ?? []));
  // In an order of their own: a store gives its keys in any.
  for (const queue of [...queues].sort()) await notifyLateIn(queue, kinds, world);
}

async function notifyLateIn(queue: string, kinds: DeliveryKinds, world: World): Promise<void> {
  const { store, clock } = world;
  const at = clock.now();
  const until = await store.read((reader) => pausedUntil(reader, queue, at));
  const late = await store.read((reader) => lateIn(reader, queue, { at, until }));
  const [first] = late;
  if (!first) return;
  const admins = await adminPlaces(world, (to) => queueOf(to) === queue);
  if (admins.critical.length === 0) return;
  const how = { reason: first.reason ?? '', day: at.slice(0, 10), until };
  const copying: Copying = {
    ...{ kinds, admins, at },
    news: (channel, tenantId) => ({ kind: 'channelLate', tenantId, channel, ...how }),
  };
  const copy = async (tx: Tx): Promise<boolean> => {
    const some = await lateIn(tx, queue, { at, until });
    await copySome(tx, some, copying);
    for (const one of some) await amend(tx, one, { lateNotifiedAt: at });
    return some.length > 0;
  };
  // A full store refuses more copies.
  while (await store.change(copy, { wakes: false }).catch(nullWhenFull));
  world.wake(admins.all.map(queueOf));
}

/** Returns until when the platform paused the queue (`Retry-After`), ISO 8601; null when it did not. */
async function pausedUntil(reader: Reader, queue: string, at: string): Promise<string | null> {
  const paused = await reader.scan('deliveries.paused', { key: queue, after: at });
  return paused.at(-1)?.pausedUntil ?? null;
}

/**
 * Returns deliveries of which admins are to hear now, at most a batch: urgent ones first, and what else waits too long where one of those
 * does.
 */
async function lateIn(reader: Reader, queue: string, { at, until }: { at: string; until: string | null }) {
  const read = (waiting: 'urgent' | 'told' | 'beside') =>
    reader.scan('deliveries.late', { key: waitingKey(waiting, queue), after: null, limit: batchSize });
  const isDue = (one: Delivery) => (lateness(one)?.order ?? at) <= at;
  const told = await read('told');
  const urgent = (await read('urgent')).filter((one) => until !== null || isDue(one));
  const due = [...urgent, ...told.filter(isDue)];
  if (due.length > 0) return due;
  return told.length > 0 ? (await read('beside')).filter(isDue) : [];
}

/**
 * Notifies admins of the other platform, once a day, that a platform lets the bot in nowhere. They get what waits for the channel and
 * is nowhere else.
 */
export async function notifyLockedOut(queue: string, reason: string, kinds: DeliveryKinds, world: World) {
  const admins = await adminPlaces(world, (to) => platformOf(queueOf(to)) === platformOf(queue));
  if (admins.critical.length === 0) return;
  const at = world.clock.now();
  const why = `${reason} ${at.slice(0, 10)}`;
  const news: Copying['news'] = (channel, tenantId) => {
    return { kind: 'channelRefused', tenantId, channel, urgent: true, reason: why };
  };
  await copyToAdmins(queue, { kinds, admins, at, news }, world);
}
