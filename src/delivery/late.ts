import { type Delivery, highRank, queueOf } from '../domain/delivery/delivery.ts';
import { lanes, placeInQueue } from '../domain/delivery/queue-order.ts';
import { platformOf } from '../domain/tenant/identity.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { adminPlaces } from './admin-destinations.ts';
import { copyToAdmins } from './copy-to-admins.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';

/** Deliveries that are read together, so that nobody waits long for the store. */
const batchSize = 200;
/** A high alert that waits longer goes to the admins too. */
const patienceMs = 15 * 60_000;

interface Late {
  /** Until when the platform takes nothing; null when it does not say. */
  until: string | null;
  at: string;
  kinds: DeliveryKinds;
}

/**
 * A channel could not be given a high alert for 15 minutes, or the admin channel what admins have to know, or the platform wants
 * to be left alone for longer than five: the admins hear of it, once a day, and get what waits and is nowhere else.
 */
export async function tellLate(
  queue: string,
  { reason, until }: { reason: string; until: string | null },
  kinds: DeliveryKinds,
  world: World,
): Promise<void> {
  const late = { until, at: world.clock.now(), kinds };
  if (!(await world.store.read((reader) => anyLate(reader, queue, late)))) return;
  const admins = await adminPlaces(world, (to) => queueOf(to) === queue);
  if (admins.critical.length === 0) return;
  const day = late.at.slice(0, 10);
  await copyToAdmins(
    queue,
    {
      ...{ kinds, admins, at: late.at },
      news: (channel, tenantId) => ({ kind: 'channelLate', tenantId, channel, reason, day, until }),
      isTold: (one) => waits(one) && (isOld(one, late) || isLate(one, late)),
    },
    world,
  );
}

/** A platform lets the bot in nowhere: admins of the other one hear of it, once a day, and get what waits for the channel and is nowhere else. */
export async function tellLockedOut(queue: string, reason: string, kinds: DeliveryKinds, world: World): Promise<void> {
  const admins = await adminPlaces(world, (to) => platformOf(queueOf(to)) === platformOf(queue));
  if (admins.critical.length === 0) return;
  const at = world.clock.now();
  await copyToAdmins(
    queue,
    {
      ...{ kinds, admins, at, isTold: () => true },
      news: (channel, tenantId) => ({
        ...{ kind: 'channelRefused', tenantId, channel, urgent: true },
        reason: `${reason} ${at.slice(0, 10)}`,
      }),
    },
    world,
  );
}

/** Whether a high alert waits too long, or what is for admins: in their channel that may be all there is. */
async function anyLate(reader: Reader, queue: string, late: Late): Promise<boolean> {
  if (await anyUrgentLate(reader, queue, late)) return true;
  for (const { from } of Object.values(lanes.posts)) {
    const due = await reader.scan('deliveries.due', { key: queue, after: from, limit: batchSize });
    if (due.some((one) => kindOf(late.kinds, one).late === 'always' && waits(one) && isOld(one, late))) return true;
  }
  return false;
}

/** What failed stands behind what is new, however much that is. */
async function anyUrgentLate(reader: Reader, queue: string, late: Late): Promise<boolean> {
  let after: string | null = null;
  do {
    const due: readonly Delivery[] = await reader.scan('deliveries.due', { key: queue, after, limit: batchSize });
    if (due.some((one) => isLate(one, late))) return true;
    const last = due.length === batchSize ? due.at(-1) : undefined;
    after = last ? placeInQueue(last) : null;
  } while (after !== null && after < lanes.posts.fresh.from);
  return false;
}

/** What cannot wait and is old, or waits for a platform that will take nothing for long. */
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
