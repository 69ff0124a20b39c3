/** Knows which deliveries admins hear of that wait too long for their channel. */
import { type Delivery, highRank, isPending } from './delivery.ts';
import { factsOf } from './kinds.ts';

/** Admins hear of a delivery that waits longer than 15 minutes, and once a day while it waits. */
const patienceMs = 15 * 60_000;
const againMs = 24 * 3_600_000;

/** How a delivery waits for its channel: `urgent` until admins hear of it, `told` from then on, and `beside` what is urgent. */
export type Waiting = 'urgent' | 'told' | 'beside';

/** Returns the key under which an index finds what waits so in a queue. */
export function waitingKey(waiting: Waiting, queue: string): string {
  return `${waiting} ${queue}`;
}

/** Returns whether the key is of deliveries of which admins have not heard yet. */
export function isUntoldKey(key: string): boolean {
  return !key.startsWith(waitingKey('told', ''));
}

/** Returns when admins are to hear of a delivery that waits since then. */
export function tooLateAt(since: string): string {
  return later(since, patienceMs);
}

/** Returns the queue of such a key that says that something urgent waits there; null for other keys. */
export function urgentQueueOf(key: string): string | null {
  const [waiting = '', ...queue] = key.split(' ');
  return waiting === 'urgent' || waiting === 'told' ? queue.join(' ') : null;
}

/** Returns how the delivery waits for its channel, and when admins are to hear of it next; null when they are not. */
export function lateness(delivery: Delivery): { key: string; order: string } | null {
  const { about, to, queue, rank, since, lateNotifiedAt } = delivery;
  if (!isPending(delivery) || to.kind !== 'channel') return null;
  const { late } = factsOf[about.kind];
  const isUrgent = late === 'always' || (late === 'high' && rank <= highRank);
  if (lateNotifiedAt === undefined)
    return { key: waitingKey(isUrgent ? 'urgent' : 'beside', queue), order: tooLateAt(since) };
  return isUrgent ? { key: waitingKey('told', queue), order: later(lateNotifiedAt, againMs) } : null;
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
