/** Notifies admins of deliveries that wait too long for their channel. */
import { type Delivery, queueOf } from '../domain/delivery/delivery.ts';
import { lateness, urgentQueueOf, waitingKey } from '../domain/delivery/queue-order.ts';
import { platformOf } from '../domain/tenant/identity.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import type { DeliveryKinds } from './kind.ts';
import { type Copying, copySome, copyToAdmins, nullWhenFull } from './notify-admins.ts';
import { amend } from './transitions.ts';

/** The most deliveries that one change looks at, so that nobody waits long for the store. */
const batchSize = 200;

/**
 * Notifies the admins, once a day, of each channel that did not take a high alert for 15 minutes, for whatever reason, of the admin
 * channel when it did not take what admins have to know, and of a platform that takes nothing for longer than five minutes. They get
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
  // A full store takes no more copies.
  while (await store.change(copy, { wakes: false }).catch(nullWhenFull));
  world.wake(admins.all.map(queueOf));
}

/** Returns until when the platform takes nothing in the queue, ISO 8601; null where it did not say so. */
async function pausedUntil(reader: Reader, queue: string, at: string): Promise<string | null> {
  const paused = await reader.scan('deliveries.paused', { key: queue, after: at });
  return paused.at(-1)?.pausedUntil ?? null;
}

/** Returns deliveries of which admins are to hear now, at most a batch: urgent ones first, and what else waits too long where one of those does. */
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
