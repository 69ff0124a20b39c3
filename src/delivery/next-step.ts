/** Chooses what a queue does next: whose turn it is, and what can be done with the delivery that has it. */
import { type Delivery, idInQueue, isPending, needsEdit } from '../domain/delivery/delivery.ts';
import { type Lane, lanes, queuePosition, remainingMs } from '../domain/delivery/queue-order.ts';
import type { Reader } from '../ports/store.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import type { LateEdits } from './outcome.ts';

/**
 * The most high posts in a row, or edits of high cards, before something else may go: a sender who sends or changes alerts without a
 * pause holds up nothing.
 */
const maxUrgent = 10;

/** A part of a queue. `fresh`: deliveries that were never tried, which may tell whether only the others fail. */
interface Part {
  lane: Lane;
  fresh: boolean;
}

/** The parts of one queue take turns. */
export type Turn = ReturnType<typeof createTurn>;

/**
 * Returns the turns of one queue: high posts and notices, then edits of high cards, then other posts and other edits alternately; after
 * ten in a row of the first, or of the second, one of what comes behind them.
 * In each lane new deliveries and those that were tried before alternate.
 */
export function createTurn() {
  const last = new Map<Lane, boolean>();
  let urgentPosts = 0;
  let urgentEdits = 0;
  let lastRest: Lane = 'edits';
  return {
    /** Returns the parts to read, the first one first. */
    order: (): readonly Part[] => {
      const rest: Lane[] = lastRest === 'posts' ? ['edits', 'posts'] : ['posts', 'edits'];
      const behind: Lane[] = urgentEdits >= maxUrgent ? [...rest, 'urgentEdits'] : ['urgentEdits', ...rest];
      const all: Lane[] = urgentPosts >= maxUrgent ? [...behind, 'urgentPosts'] : ['urgentPosts', ...behind];
      return all.flatMap((lane) => {
        const fresh = last.get(lane) !== true;
        return [
          { lane, fresh },
          { lane, fresh: !fresh },
        ];
      });
    },
    /** Records that a delivery of this part had its turn. */
    took: ({ lane, fresh }: Part) => {
      last.set(lane, fresh);
      urgentPosts = lane === 'urgentPosts' ? urgentPosts + 1 : 0;
      if (lane === 'urgentEdits') urgentEdits += 1;
      if (lane === 'urgentEdits' || lane === 'urgentPosts') return;
      urgentEdits = 0;
      lastRest = lane;
    },
  };
}

/** Something that can be done with a delivery now. */
type Task = { delivery: Delivery } & (
  | { kind: 'edit' }
  /** `reconcile`: after a crash or a lost answer nobody knows whether the message is there. `thread` is the message that it replies to. */
  | { kind: 'reconcile' | 'post'; thread: string | null }
  /** Its card was refused or dropped, so that this reply can never be posted. */
  | { kind: 'drop' }
);

/** One thing that a queue has to do now. */
export type QueueStep = Task & Part;

/** The work of a queue: one thing now, something after a wait (ms), or nothing. */
type Next = QueueStep | { kind: 'later'; ms: number } | { kind: 'none' };

interface Moment {
  kinds: DeliveryKinds;
  /** ISO 8601, UTC. */
  now: string;
  lateEdits: Pick<LateEdits, 'leftMs' | 'overlapMs'>;
}

/** Returns what a queue has to do: the first task of the first part that has one. */
export async function nextOf(reader: Reader, queue: string, how: Moment & { order: readonly Part[] }): Promise<Next> {
  const { order, ...moment } = how;
  let ms = Number.POSITIVE_INFINITY;
  for (const part of order) {
    const found = await firstOf(reader, queue, part, moment);
    if (typeof found !== 'number') return { ...found, ...part };
    ms = Math.min(ms, found);
  }
  return ms === Number.POSITIVE_INFINITY ? { kind: 'none' } : { kind: 'later', ms };
}

/**
 * The most deliveries that are read at once. The first one nearly always goes first; only failed ones, and replies, wait for something
 * else.
 */
const batchSize = 25;

/** Returns the first task of a part of a queue; when there is none, in how many milliseconds there may be one, infinity for never. */
async function firstOf(reader: Reader, queue: string, { lane, fresh }: Part, moment: Moment): Promise<Task | number> {
  const { from, to } = lanes[lane][fresh ? 'fresh' : 'again'];
  let ms = Number.POSITIVE_INFINITY;
  let after: string | null = from;
  while (after !== null) {
    const due: readonly Delivery[] = await reader.scan('deliveries.due', { key: queue, after, limit: batchSize });
    const last = due.length === batchSize ? due.at(-1) : undefined;
    after = last ? queuePosition(last) : null;
    for (const delivery of due) {
      if ((queuePosition(delivery) ?? to) >= to) return ms;
      const leftMs = remainingMsOf(delivery, moment);
      const task = leftMs > 0 ? null : await taskOf(reader, delivery, moment);
      if (task) return task;
      if (leftMs > 0) ms = Math.min(ms, leftMs);
    }
  }
  return ms;
}

/** Returns what can be done with a delivery; null while the card that it replies to waits. */
async function taskOf(reader: Reader, delivery: Delivery, moment: Moment): Promise<Task | null> {
  if (delivery.state === 'posted') return { kind: 'edit', delivery };
  const { kinds } = moment;
  const card = await parentOf(reader, delivery, kinds);
  // Edit the parent card first: if that fails, we learn that it was deleted before we reply to it.
  if (card?.state === 'posted' && mayBeEdited(card, moment)) return { kind: 'edit', delivery: card };
  if (card && !card.message && card.state !== 'posted') return isPending(card) ? null : { kind: 'drop', delivery };
  // The platform may not have returned the id of the card's message: then the reply stands alone.
  const thread = card?.message ?? kindOf(kinds, delivery).thread?.(delivery.about) ?? null;
  return { kind: delivery.state === 'sending' ? 'reconcile' : 'post', delivery, thread };
}

function mayBeEdited(card: Delivery, moment: Moment): boolean {
  return needsEdit(card) && !card.held && card.failingSince === undefined && remainingMsOf(card, moment) === 0;
}

function remainingMsOf(delivery: Delivery, { now, lateEdits }: Moment): number {
  // What is certainly not there yet is posted at once; edits and searches wait for what the process before this one sent.
  const overlapMs = delivery.state === 'waiting' ? 0 : lateEdits.overlapMs();
  return Math.max(overlapMs, remainingMs(delivery, now, lateEdits.leftMs(delivery)));
}

/**
 * Returns the delivery that this one replies to; null for one that stands alone, as an alert's reminder does for admins who have no card
 * of it.
 */
async function parentOf(reader: Reader, delivery: Delivery, kinds: DeliveryKinds): Promise<Delivery | null> {
  for (const about of kindOf(kinds, delivery).parents?.(delivery.about) ?? []) {
    const card = await reader.get('deliveries', idInQueue(about, delivery.queue));
    if (card) return card;
  }
  return null;
}
