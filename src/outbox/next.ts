import { type About, type Delivery, placeInQueue } from '../domain/delivery.ts';
import type { Reader } from '../ports.ts';

/** Looked at together. What stands first nearly always goes first; only replies wait for something else. */
const together = 100;

export type Next =
  | { kind: 'none' }
  /** After a crash or a lost answer: nobody knows whether it is there. */
  | { kind: 'reconcile'; delivery: Delivery; thread: string | null }
  | { kind: 'post'; delivery: Delivery; thread: string | null }
  | { kind: 'edit'; delivery: Delivery }
  /** What it would hang on will never be there. */
  | { kind: 'drop'; delivery: Delivery };

/** What a queue has to do now: what stands first in it, edits before posts and high alerts before others. A reply waits for its card. */
export async function nextOf(reader: Reader, queue: string): Promise<Next> {
  let after: string | null = null;
  for (;;) {
    const due: readonly Delivery[] = await reader.scan('deliveries.due', { key: queue, after, limit: together });
    for (const delivery of due) {
      const next = await stepOf(reader, delivery);
      if (next) return next;
    }
    const last = due.at(-1);
    if (!last || due.length < together) return { kind: 'none' };
    after = placeInQueue(last);
  }
}

/** What there is to do with it; null while its card waits. */
async function stepOf(reader: Reader, delivery: Delivery): Promise<Next | null> {
  if (delivery.state === 'posted') return { kind: 'edit', delivery };
  const parent = await parentOf(reader, delivery);
  if (parent === 'waits') return null;
  if (parent === 'gone') return { kind: 'drop', delivery };
  return { kind: delivery.state === 'sending' ? 'reconcile' : 'post', delivery, thread: parent };
}

/** The message that a reply hangs on; null for what stands alone, and where the platform did not say the id of the message. */
async function parentOf(reader: Reader, { about, queue }: Delivery): Promise<string | null | 'waits' | 'gone'> {
  const card = await cardOf(reader, about, queue);
  if (card === null) return null;
  if (card?.message) return card.message;
  if (card?.state === 'posted') return null;
  return card?.state === 'waiting' || card?.state === 'sending' ? 'waits' : 'gone';
}

/** The delivery that a reply hangs on; null for what stands alone, like the news to admins of an alert that is not theirs. */
async function cardOf(reader: Reader, about: About, queue: string): Promise<Delivery | null> {
  if (about.kind === 'digestEscalation') return reader.get('deliveries', `digest ${about.digestId} > ${queue}`);
  if (about.kind !== 'escalation' && about.kind !== 'followUp') return null;
  return (
    (await reader.get('deliveries', `alert ${about.alertId} > ${queue}`)) ??
    (await reader.get('deliveries', `unrouted ${about.alertId} > ${queue}`))
  );
}
