import { type Destination, queueOf } from './delivery.ts';
import { type About, type AboutOf, factsOf, type Kind } from './kinds.ts';

/** Returns a text that is the same for the same subject, wherever it goes. */
export function deliveryKey<K extends Kind>(about: AboutOf<K>): string {
  return factsOf[about.kind].key(about);
}

/** Returns the id of the delivery of this subject to this destination. */
export function deliveryId(about: About, to: Destination): string {
  return idInQueue(about, queueOf(to));
}

/** Returns the queue of the destination, by the id of a delivery. */
export function queueInId(id: string): string {
  return id.split(' > ').at(-1) ?? id;
}

/** Returns the id of the delivery of this subject to the destination that has this queue. Nothing else forms an id. */
export function idInQueue(about: About, queue: string): string {
  return `${deliveryKey(about)} > ${queue}`;
}
