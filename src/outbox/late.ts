import { adminDestinations } from '../admins.ts';
import { type Delivery, type Destination, highRank, noticeRank, queueOf } from '../domain/delivery.ts';
import { lanes } from '../domain/queue-order.ts';
import { deliveryId, owe } from '../owe.ts';
import type { Reader, Tx, World } from '../ports.ts';
import { itself } from './locked-out.ts';
import { tenantOf } from './refusal.ts';

/** As many of what waits as one change looks at. */
const together = 200;
/** A high alert that waits longer goes to the admins too. */
const patienceMs = 15 * 60_000;

interface Late {
  /** Until when the platform takes nothing; null when it does not say. */
  until: string | null;
  at: string;
}

/**
 * A channel could not be given a high alert for 15 minutes, or its platform wants to be left alone for longer than five: the
 * admins hear of it, once a day, and get what waits and is nowhere else. Nothing is taken from the channel, which gets it
 * as soon as it can. Returns the queues that have work now.
 */
export async function tellLate(
  queue: string,
  reason: string,
  until: string | null,
  world: World,
): Promise<readonly string[]> {
  const { store, clock } = world;
  const late = { until, at: clock.now() };
  if ((await store.read((reader) => lateIn(reader, queue, late))).length === 0) return [];
  const admins = (await adminDestinations(world)).filter((to) => queueOf(to) !== queue);
  return admins.length === 0 ? [] : store.change((tx) => tell(tx, queue, reason, late, admins), { settles: true });
}

/** What waits too long, high alerts first; nothing while no high alert does. */
async function lateIn(reader: Reader, queue: string, { until, at }: Late): Promise<readonly Delivery[]> {
  // What failed stands behind what is new, however much that is.
  const tried = await reader.scan('deliveries.due', {
    key: queue,
    after: lanes.urgentPosts.again.from,
    limit: together,
  });
  const all = await reader.scan('deliveries.due', { key: queue, after: null, limit: together });
  const due = [...new Map([...tried, ...all].map((one) => [one.id, one])).values()];
  const waits = due.filter(({ state, to }) => state !== 'posted' && to.kind === 'channel');
  const isHigh = ({ rank, about }: Delivery) => rank <= highRank && about.kind === 'alert';
  const isOld = ({ since }: Delivery) => Date.parse(at) - Date.parse(since) >= patienceMs;
  if (!waits.some((one) => isHigh(one) && (until !== null || isOld(one)))) return [];
  return waits.filter((one) => isOld(one) || (until !== null && isHigh(one)));
}

async function tell(
  tx: Tx,
  queue: string,
  reason: string,
  late: Late,
  admins: readonly Destination[],
): Promise<readonly string[]> {
  const waiting = await lateIn(tx, queue, late);
  const [first] = waiting;
  if (first?.to.kind !== 'channel') return [];
  const { at, until } = late;
  const tenantId = await tenantOf(tx, first);
  const about = {
    kind: 'channelLate',
    tenantId,
    channel: first.to.channel,
    reason,
    day: at.slice(0, 10),
    until,
  } as const;
  const owed = [
    { about, rank: noticeRank, want: 1 },
    ...(await Promise.all(waiting.map((one) => itself(tx, one)))).flat(),
  ];
  const queues = new Set<string>();
  for (const what of owed) {
    for (const to of admins) {
      // Told once; and what an admin refused is not tried each time.
      if (!(await tx.get('deliveries', deliveryId(what.about, to)))) queues.add(await owe(tx, { ...what, to }, at));
    }
  }
  return [...queues];
}
