import { type Delivery, isEditOwed, isPending } from '../domain/delivery/delivery.ts';
import type { ChangeOptions, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { type Notifying, notifyCardRefused, notifyRefusal } from './notify-admins.ts';
import type { ArrivedPost, Attempt, Refusal } from './transitions.ts';
import { claim, dropped, editGivenUp, held, posted, refused, reopen } from './transitions.ts';

/** Runs `work` on a delivery in one transaction and returns its result; null when the delivery no longer exists. */
export function record<T>(
  id: string,
  { store, clock }: World,
  how: ChangeOptions,
  work: (tx: Tx, delivery: Delivery, at: string) => Promise<T>,
): Promise<T | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    return delivery && work(tx, delivery, clock.now());
  }, how);
}

/** Marks a delivery as under way, durably, before the platform is called, with those of the people `called` whom it mentions. Returns null when it has nothing to post any more. */
export function recordClaim(id: string, how: Omit<Attempt, 'at'>, kinds: DeliveryKinds, world: World) {
  return record(id, world, {}, async (tx, row, at) => {
    if (!isPending(row)) return null;
    const called = (await kindOf(kinds, row).mayCall?.(tx, row, how.called, at)) ?? how.called;
    return claim(tx, row, { ...how, called, at });
  });
}

/** Notes that the platform took the message. */
export async function recordPosted(id: string, done: Omit<ArrivedPost, 'at'>, kinds: DeliveryKinds, world: World) {
  const shown = await record(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    const row = await posted(tx, delivery, { ...done, at });
    if (await tx.get('refusing', row.queue)) await tx.remove('refusing', row.queue);
    await kindOf(kinds, row).afterOutcome?.(tx, row, at);
    const first = await kindOf(kinds, row).firstShown?.(tx, row);
    return first ? { ...first, at } : null;
  });
  if (!shown) return;
  const seconds = Math.max(0, Date.parse(shown.at) - Date.parse(shown.acceptedAt)) / 1_000;
  world.meter.observe('alert_post_delay_seconds', shown.severity, seconds);
}

/** Notes that there is nothing to show any more, or nowhere. */
export async function recordDropped(id: string, kinds: DeliveryKinds, world: World): Promise<void> {
  await record(id, world, {}, async (tx, delivery, at) => {
    const done = await dropped(tx, delivery, at);
    await kindOf(kinds, done).reachChanged?.(tx, done.about);
    await kindOf(kinds, done).afterOutcome?.(tx, done, at);
  });
}

/** Notes a refusal, and notifies these admins of it. */
type RecordRefusal = (id: string, refusal: Refusal, notifying: Omit<Notifying, 'at'>, world: World) => Promise<unknown>;

/**
 * Notes that the platform refused a message permanently; the same change notifies the admins. When it refused the channel they get what
 * the kind of delivery says; when it refused this card alone, the channel is not blamed for it.
 */
export const recordRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  record(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    const done = await refused(tx, delivery, { kind, reason }, at);
    const { queue } = done;
    if (kind !== 'card' && !(await tx.get('refusing', queue))) await tx.put('refusing', { id: queue, at, reason });
    await (kind === 'card' ? notifyCardRefused : notifyRefusal)(tx, done, { kinds, admins, at });
    await kindOf(kinds, done).reachChanged?.(tx, done.about);
    await kindOf(kinds, done).afterOutcome?.(tx, done, at);
  });

/**
 * Notes that an edit was refused. A message that people must not miss is posted anew, and when that is refused too the admins are
 * notified. Any other edit waits until the bot is back; where the message was deleted or is too old, it stays as it is. When the
 * platform does not take the card as it is, the message stays as it is, and the admins are notified of what people miss.
 */
export const recordEditRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  record(id, world, { evenWhenFull: true }, async (tx, delivery, at) => {
    if (delivery.state !== 'posted') return;
    const repostRank = isEditOwed(delivery) ? kindOf(kinds, delivery).repostRank : undefined;
    const rank = (await repostRank?.(tx, delivery)) ?? null;
    if (kind === 'card') {
      await editGivenUp(tx, delivery, reason);
      if (rank !== null) await notifyCardRefused(tx, { ...delivery, rank, reason }, { kinds, admins, at });
    } else if (rank !== null) {
      // Without a message id we cannot know that it is gone: `doubt` makes the outbox search the channel for it before it posts again.
      const row: Delivery = delivery.message === null ? { ...delivery, doubt: true } : delivery;
      await reopen(tx, row, at, { rank, message: null, reason });
    } else if (kind === 'refused') await held(tx, delivery, { kind, reason }, at);
    else await editGivenUp(tx, delivery, reason);
  });
