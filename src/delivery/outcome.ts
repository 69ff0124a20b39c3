import { type Delivery, type EditDoubt, isEditOwed, isPending } from '../domain/delivery/delivery.ts';
import { type ChangeOptions, ifUnwritable, type Reader, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { onceWritable } from './backoff.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { type Notifying, notifyCardRefused, notifyRefusal } from './notify-admins.ts';
import {
  type ArrivedPost,
  type Attempt,
  claim,
  giveUpEdit,
  holdEdit,
  markDoubtful,
  markDropped,
  markPosted,
  markRefused,
  type Refusal,
  reopen,
  rewrite,
} from './transitions.ts';

type DeliveryWork<T> = (tx: Tx, delivery: Delivery, at: string) => Promise<T>;

/**
 * Runs `work` on a delivery in one transaction and returns its result; null when the delivery no longer exists. Waits while the disk
 * refuses writes: the outcome of a call is recorded in the end, so the call is not repeated, and the queue makes no other one meanwhile.
 */
export function changeDelivery<T>(id: string, world: World, how: ChangeOptions, work: DeliveryWork<T>) {
  return onceWritable(() => tryChange(id, world, how, work), world);
}

/** As `changeDelivery`, but rejects with StoreUnwritable when the disk refuses. */
function tryChange<T>(
  id: string,
  { store, clock }: World,
  how: ChangeOptions,
  work: DeliveryWork<T>,
): Promise<T | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    return delivery && work(tx, delivery, clock.now());
  }, how);
}

/**
 * Marks a delivery as under way, durably, before the platform is called, with those of the people `called` whom it mentions. Returns null
 * when it has nothing to post any more. Rejects with StoreUnwritable: by the time the disk takes writes, the card may be out of date.
 */
export function recordClaim(id: string, how: Omit<Attempt, 'at'>, kinds: DeliveryKinds, world: World) {
  return tryChange(id, world, {}, async (tx, row, at) => {
    if (!isPending(row)) return null;
    const called = (await kindOf(kinds, row).mayCall?.(tx, row, how.called, at)) ?? how.called;
    return claim(tx, row, { ...how, called, at });
  });
}

/** Resolves once the disk takes a write: that of the delivery as it is. */
export async function awaitWritable(id: string, world: World): Promise<void> {
  await changeDelivery(id, world, {}, rewrite);
}

/** Records that the platform took the message. */
export async function recordPosted(id: string, done: Omit<ArrivedPost, 'at'>, kinds: DeliveryKinds, world: World) {
  const shown = await changeDelivery(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    const row = await markPosted(tx, delivery, { ...done, at });
    if (await tx.get('refusing', row.queue)) await tx.remove('refusing', row.queue);
    await kindOf(kinds, row).afterOutcome?.(tx, row, at);
    const first = await kindOf(kinds, row).firstShown?.(tx, row);
    return first ? { ...first, at } : null;
  });
  if (!shown) return;
  const seconds = Math.max(0, Date.parse(shown.at) - Date.parse(shown.acceptedAt)) / 1_000;
  world.meter.observe('alert_post_delay_seconds', [shown.severity], seconds);
}

/** Records that there is nothing to show any more, or nowhere. */
export async function recordDropped(id: string, kinds: DeliveryKinds, world: World): Promise<void> {
  await changeDelivery(id, world, {}, async (tx, delivery, at) => {
    const done = await markDropped(tx, delivery, at);
    await kindOf(kinds, done).reachChanged?.(tx, done.about);
    await kindOf(kinds, done).afterOutcome?.(tx, done, at);
  });
}

/** Records a refusal, and notifies these admins of it. */
type RecordRefusal = (id: string, refusal: Refusal, notifying: Omit<Notifying, 'at'>, world: World) => Promise<unknown>;

/**
 * Notes that the platform refused a message permanently; the same change notifies the admins. When it refused the channel they get what
 * the kind of delivery says; when it refused this card alone, the channel is not blamed for it.
 */
export const recordRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  changeDelivery(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    const done = await markRefused(tx, delivery, { kind, reason }, at);
    const { queue } = done;
    if (kind !== 'card' && !(await tx.get('refusing', queue))) await tx.put('refusing', { id: queue, at, reason });
    await (kind === 'card' ? notifyCardRefused : notifyRefusal)(tx, done, { kinds, admins, at });
    await kindOf(kinds, done).reachChanged?.(tx, done.about);
    await kindOf(kinds, done).afterOutcome?.(tx, done, at);
  });

/**
 * Notes that an edit was refused. A message that people must not miss is posted again, and when that is refused too the admins are
 * notified. Any other edit waits until the bot is back; where the message was deleted or is too old, it stays as it is. When the
 * platform does not take the card as it is, the message stays as it is, and the admins are notified of what people miss.
 */
export const recordEditRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  changeDelivery(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    if (delivery.state !== 'posted') return;
    const repostRank = isEditOwed(delivery) ? kindOf(kinds, delivery).repostRank : undefined;
    const rank = (await repostRank?.(tx, delivery)) ?? null;
    if (kind === 'card') {
      await giveUpEdit(tx, delivery, reason);
      if (rank !== null) await notifyCardRefused(tx, { ...delivery, rank, reason }, { kinds, admins, at });
    } else if (rank !== null) {
      // Without a message id we cannot know that it is gone: `doubt` makes the outbox search the channel for it before it posts again.
      const row: Delivery = delivery.message === null ? { ...delivery, doubt: true } : delivery;
      await reopen(tx, row, at, { rank, message: null, reason });
    } else if (kind === 'refused') await holdEdit(tx, delivery, { kind, reason }, at);
    else await giveUpEdit(tx, delivery, reason);
  });

/** An edit may still arrive for this long (ms) after its call ended; a post has as long after it was tried (`find-delivery.ts`). */
const settleMs = 12_000;

/** The edits that may still be made although their calls failed: one of them would overwrite a newer state with an older one. */
export type LateEdits = ReturnType<typeof createLateEdits>;

/**
 * Returns what this process knows of late edits. It uses monotonic time, since the clock may be set. An `editDoubt` of an earlier process
 * counts from the start of this one. `mayOverlap`: calls of that process may still be under way.
 */
export function createLateEdits({ uptimeMs, run }: Pick<World, 'uptimeMs' | 'run'>, mayOverlap: boolean) {
  const begun = uptimeMs();
  /** When edits failed, by the id of the row. The row has it too, unless it could not be written, or the process before this one failed. */
  const noted = new Map<string, number>();

  function since({ id, editDoubt }: Delivery): number {
    const stored = editDoubt?.run === run ? Math.max(begun, editDoubt.ms) : begun;
    const here = noted.get(id) ?? Number.NEGATIVE_INFINITY;
    return editDoubt ? Math.max(stored, here) : here;
  }

  return {
    /** Records that an edit of the message failed and may be made all the same. Returns the doubt for its row. */
    failed(id: string): EditDoubt {
      const ms = uptimeMs();
      for (const [other, at] of noted) if (ms - at > settleMs) noted.delete(other);
      noted.set(id, ms);
      return { run, ms };
    },
    /** Returns for how many milliseconds an earlier edit of the message may still arrive. */
    leftMs: (delivery: Delivery) => Math.max(0, since(delivery) + settleMs - uptimeMs()),
    /**
     * Returns for how many milliseconds calls of the process before this one may still arrive: until then a search finds too little, and an
     * edit may be overwritten. 0 where that process had ended.
     */
    overlapMs: () => (mayOverlap ? Math.max(0, begun + settleMs - uptimeMs()) : 0),
    /** Returns the doubt that the row has to keep while `leftMs` is above 0. */
    doubtOf: (delivery: Delivery): EditDoubt => ({ run, ms: since(delivery) }),
    /**
     * Learns which messages the process before this one may have been editing when it ended: each that was due for an edit, and each
     * that was edited in the 12 s up to its last edit. The latter are sent once more.
     */
    async begin({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
      const { owed, recent } = await store.read((reader) => editsBefore(reader, clock.now()));
      for (const id of owed) noted.set(id, begun);
      for (let from = 0; from < recent.length; from += batchSize)
        await store.change(async (tx) => {
          for (const id of recent.slice(from, from + batchSize)) await markDoubtful(tx, id, { run, ms: begun });
        });
    },
  };
}

/**
 * Notes that an adapter edited a message of the outbox to show an answer in it. Where the outcome is not known, or the message is to show
 * something newer meanwhile, the edit may cover a newer one. `want` is the revision that the message was to show when the answer was made.
 */
export async function answerShown({ id, want }: Pick<Delivery, 'id' | 'want'>, certain: boolean, world: World) {
  const { store, uptimeMs, run } = world;
  const isLast = async () => (await store.read((reader) => reader.get('deliveries', id)))?.want === want;
  if (certain && (await isLast())) return;
  const doubt = { run, ms: uptimeMs() };
  // When the bot stops before the disk takes writes, the next process assumes doubt itself.
  const mark = () => store.change((tx) => markDoubtful(tx, id, doubt), { evenWhenFull: true });
  await onceWritable(mark, world).catch(ifUnwritable(() => {}));
}

/** The most rows that one change marks. */
const batchSize = 200;

/**
 * Returns the ids of the rows that are due for an edit, and of those that were edited in the 12 s up to the last edit before the bot
 * ended.
 */
async function editsBefore(reader: Reader, now: string): Promise<{ owed: string[]; recent: string[] }> {
  const owed: string[] = [];
  for (const queue of await reader.keys('deliveries.due'))
    for (const row of await reader.scan('deliveries.due', { key: queue, after: null }))
      if (isEditOwed(row)) owed.push(row.id);
  // The time that is stored every ten minutes bounds what has to be read.
  const alive = (await reader.get('trusted', 'clock'))?.wall;
  if (alive === undefined) return { owed, recent: [] };
  const after = new Date(Date.parse(alive) - settleMs).toISOString();
  const rows = await reader.scan('deliveries.edited', { key: '', after });
  const times = rows.flatMap(({ editedAt }) => (editedAt !== undefined && editedAt <= now ? [editedAt] : []));
  const end = Date.parse(times.at(-1) ?? after);
  const isRecent = ({ state, editedAt }: Delivery) =>
    state === 'posted' && editedAt !== undefined && Date.parse(editedAt) >= end - settleMs;
  return { owed, recent: rows.filter(isRecent).map(({ id }) => id) };
}
