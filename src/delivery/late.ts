/** Notifies admins of deliveries that wait too long for their channel. */
import { type Delivery, highRank, queueOf } from '../domain/delivery/delivery.ts';
import { lanes, placeInQueue } from '../domain/delivery/queue-order.ts';
import { platformOf } from '../domain/tenant/identity.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { type Copying, copyToAdmins } from './notify-admins.ts';

/** The most deliveries that are read at once, so that nobody waits long for the store. */
const batchSize = 200;
/** Admins get a high alert too that waits longer than 15 minutes. */
const patienceMs = 15 * 60_000;

interface Late {
  /** The time until which the platform takes nothing, ISO 8601; null when it does not say. */
  until: string | null;
  at: string;
  kinds: DeliveryKinds;
}

/**
 * Notifies the admins, once a day, of a channel that did not take a high alert for 15 minutes, of the admin channel when it did not
 * take what admins have to know, and of a platform that takes nothing for longer than five minutes. They get what waits and is
 * nowhere else.
 */
export async function notifyLate(
  queue: string,
  { reason, until }: { reason: string; until: string | null },
  kinds: DeliveryKinds,
  world: World,
): Promise<void> {
  const late = { until, at: world.clock.now(), kinds };
  if (!(await world.store.read((reader) => isAnyLate(reader, queue, late)))) return;
  const admins = await adminPlaces(world, (to) => queueOf(to) === queue);
  if (admins.critical.length === 0) return;
  const day = late.at.slice(0, 10);
  const copying: Copying = {
    ...{ kinds, admins, at: late.at },
    news: (channel, tenantId) => ({ kind: 'channelLate', tenantId, channel, reason, day, until }),
    isNotified: (one) => waits(one) && (isOld(one, late) || isLate(one, late)),
  };
  await copyToAdmins(queue, copying, world);
}

/**
 * Notifies admins of the other platform, once a day, that a platform lets the bot in nowhere. They get what waits for the channel and
 * is nowhere else.
 */
export async function notifyLockedOut(
  queue: string,
  reason: string,
  kinds: DeliveryKinds,
  world: World,
): Promise<void> {
  const admins = await adminPlaces(world, (to) => platformOf(queueOf(to)) === platformOf(queue));
  if (admins.critical.length === 0) return;
  const at = world.clock.now();
  const why = `${reason} ${at.slice(0, 10)}`;
  const news: Copying['news'] = (channel, tenantId) => {
    return { kind: 'channelRefused', tenantId, channel, urgent: true, reason: why };
  };
  await copyToAdmins(queue, { kinds, admins, at, isNotified: () => true, news }, world);
}

/** Returns whether a high alert waits too long, or a delivery for admins: in their channel that may be all there is. */
async function isAnyLate(reader: Reader, queue: string, late: Late): Promise<boolean> {
  if (await isAnyUrgentLate(reader, queue, late)) return true;
  for (const { from } of Object.values(lanes.posts)) {
    const due = await reader.scan('deliveries.due', { key: queue, after: from, limit: batchSize });
    if (due.some((one) => kindOf(late.kinds, one).late === 'always' && waits(one) && isOld(one, late))) return true;
  }
  return false;
}

/** Reads all high posts: those that failed stand behind the new ones, however many there are. */
async function isAnyUrgentLate(reader: Reader, queue: string, late: Late): Promise<boolean> {
  let after: string | null = null;
  do {
    const due: readonly Delivery[] = await reader.scan('deliveries.due', { key: queue, after, limit: batchSize });
    if (due.some((one) => isLate(one, late))) return true;
    const last = due.length === batchSize ? due.at(-1) : undefined;
    after = last ? placeInQueue(last) : null;
  } while (after !== null && after < lanes.posts.fresh.from);
  return false;
}

/** Returns whether an urgent delivery is old, or waits for a platform that takes nothing for long. */
function isLate(delivery: Delivery, late: Late): boolean {
  const isHigh = delivery.rank <= highRank && kindOf(late.kinds, delivery).late !== undefined;
  return isHigh && waits(delivery) && (late.until !== null || isOld(delivery, late));
}

function waits({ state, to }: Delivery): boolean {
  return state !== 'posted' && to.kind === 'channel';
}

function isOld({ since }: Delivery, { at }: Late): boolean {
  return Date.parse(at) - Date.parse(since) >= patienceMs;
}
