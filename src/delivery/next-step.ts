import { type Delivery, isPending, owesEdit } from '../domain/delivery/delivery.ts';
import { idInQueue } from '../domain/delivery/delivery-id.ts';
import { heldMs, type Lane, lanes, placeInQueue, type Stretch } from '../domain/delivery/queue-order.ts';
import type { Reader } from '../ports/store.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';

/** Deliveries that are read together. The first one nearly always goes first; only what failed, and replies, wait for something else. */
const batchSize = 25;

interface Found {
  delivery: Delivery;
  lane: Lane;
  /** Never tried before: it may tell whether only others fail. */
  fresh: boolean;
}

/** One thing that a queue has to do now. */
export type Step = Found &
  (
    | { kind: 'edit' }
    /** After a crash or a lost answer: nobody knows whether it is there. */
    | { kind: 'reconcile'; thread: string | null }
    | { kind: 'post'; thread: string | null }
    /** Its card was refused or dropped, so that this reply can never be posted. */
    | { kind: 'drop' }
  );

/** What a queue has to do: one thing now, something later, or nothing. */
export type Next =
  | Step
  | { kind: 'none' }
  /** Nothing before so many milliseconds are over. */
  | { kind: 'later'; ms: number };

interface How {
  kinds: DeliveryKinds;
  now: string;
}

/** What a queue has to do at `now`: the first of the first lane that has something. */
export async function nextOf(
  reader: Reader,
  queue: string,
  how: How & { order: readonly Pick<Found, 'lane' | 'fresh'>[] },
): Promise<Next> {
  let later: number | null = null;
  for (const { lane, fresh } of how.order) {
    const stretch = lanes[lane][fresh ? 'fresh' : 'again'];
    const found = await firstOf(reader, queue, stretch, how);
    if (found.kind === 'ready') return { ...found.step, lane, fresh };
    if (found.ms !== null) later = Math.min(later ?? found.ms, found.ms);
  }
  return later === null ? { kind: 'none' } : { kind: 'later', ms: later };
}

type Doing = { [K in Step['kind']]: Omit<Extract<Step, { kind: K }>, 'lane' | 'fresh'> }[Step['kind']];

/** The first that may go; or in how many milliseconds one of them may, null for never. */
async function firstOf(
  reader: Reader,
  queue: string,
  { from, to }: Stretch,
  how: How,
): Promise<{ kind: 'ready'; step: Doing } | { kind: 'none'; ms: number | null }> {
  let ms: number | null = null;
  let after: string | null = from;
  while (after !== null) {
    const due: readonly Delivery[] = await reader.scan('deliveries.due', { key: queue, after, limit: batchSize });
    const last = due.length === batchSize ? due.at(-1) : undefined;
    after = last ? placeInQueue(last) : null;
    for (const delivery of due) {
      if ((placeInQueue(delivery) ?? to) >= to) return { kind: 'none', ms };
      const held = heldMs(delivery, how.now);
      const step = held > 0 ? null : await stepOf(reader, delivery, how);
      if (step) return { kind: 'ready', step };
      if (held > 0) ms = Math.min(ms ?? held, held);
    }
  }
  return { kind: 'none', ms };
}

/** What there is to do with it; null while its card waits. */
async function stepOf(reader: Reader, delivery: Delivery, { kinds, now }: How): Promise<Doing | null> {
  if (delivery.state === 'posted') return { kind: 'edit', delivery };
  const card = await cardOf(reader, delivery, kinds);
  // Only then is it known whether the message is still there.
  if (card?.state === 'posted' && mayBeEdited(card, now)) return { kind: 'edit', delivery: card };
  const parent = parentOf(card);
  if (parent === 'waits') return null;
  if (parent === 'gone') return { kind: 'drop', delivery };
  return { kind: delivery.state === 'sending' ? 'reconcile' : 'post', delivery, thread: parent };
}

function mayBeEdited(card: Delivery, now: string): boolean {
  return owesEdit(card) && !card.held && card.failingSince === undefined && heldMs(card, now) === 0;
}

/** The message that a reply hangs on; null for what stands alone, and where the platform did not say the id of the message. */
function parentOf(card: Delivery | null): string | null | 'waits' | 'gone' {
  if (card === null || card.message || card.state === 'posted') return card?.message ?? null;
  return isPending(card) ? 'waits' : 'gone';
}

/** The delivery that a reply hangs on; null for what stands alone, like the news to admins of an alert that is not theirs. */
async function cardOf(reader: Reader, delivery: Delivery, kinds: DeliveryKinds): Promise<Delivery | null> {
  for (const about of kindOf(kinds, delivery).parents?.(delivery.about) ?? []) {
    const card = await reader.get('deliveries', idInQueue(about, delivery.queue));
    if (card) return card;
  }
  return null;
}
