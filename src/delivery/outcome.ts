import { type Delivery, isPending } from '../domain/delivery/delivery.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Posted } from '../ports/chat.ts';
import type { ChangeHow, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { type Telling, tellCardRefused, tellRefusal } from './refusals.ts';
import { claim, dropped, editGivenUp, held, posted, type Refusal, refused, reopen } from './transitions.ts';

type Outside = Pick<World, 'store' | 'clock'>;

/** Changes a delivery as `work` says, and returns what that returns; null when the delivery is not there any more. */
export function record<T>(
  id: string,
  { store, clock }: Outside,
  work: (tx: Tx, delivery: Delivery, at: string) => Promise<T>,
  how?: ChangeHow,
): Promise<T | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    return delivery && work(tx, delivery, clock.now());
  }, how);
}

type Queues = readonly string[];

/** As `record`, for a change that no limit of the store stops. Returns the queues that have work now. */
async function conclude(
  id: string,
  world: Outside,
  work: (tx: Tx, delivery: Delivery, at: string) => Promise<Queues | undefined>,
): Promise<Queues> {
  return (await record(id, world, work, { settles: true })) ?? [];
}

/** Marks a delivery as under way, durably, before the platform is called. Null when it has nothing to post any more. */
export function recordClaim(
  id: string,
  how: { there: string | null; doubted: boolean; called: readonly Identity[] },
  world: Outside,
): Promise<Delivery | null> {
  return record(id, world, async (tx, row, at) => (isPending(row) ? claim(tx, row, { ...how, at }) : null));
}

/** Notes that the platform took the message. Returns the queues that have work now. */
export function recordPosted(
  id: string,
  { message, revision }: { message: Posted['message']; revision: number },
  kinds: DeliveryKinds,
  world: Outside,
): Promise<Queues> {
  return conclude(id, world, async (tx, delivery, at) => {
    const done = await posted(tx, delivery, { message, revision, at });
    if (await tx.get('refusing', done.queue)) await tx.remove('refusing', done.queue);
    return kindOf(kinds, done).settled?.(tx, done, at);
  });
}

/** Notes that there is nothing to show any more, or nowhere. */
export async function recordDropped(id: string, kinds: DeliveryKinds, world: Outside): Promise<void> {
  await record(id, world, async (tx, delivery, at) => {
    const done = await dropped(tx, delivery, at);
    await kindOf(kinds, done).moved?.(tx, done.about);
    await kindOf(kinds, done).settled?.(tx, done, at);
  });
}

/** Notes a refusal, and tells these admins of it. Returns the queues that have work now. */
type RecordRefusal = (id: string, refusal: Refusal, told: Omit<Telling, 'at'>, world: Outside) => Promise<Queues>;

/**
 * The platform said no for good: in the same change the admins are told. When it said no to the channel they get what the kind
 * of delivery says; when it said no to this card alone, the channel is not blamed for it.
 */
export const recordRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  conclude(id, world, async (tx, delivery, at) => {
    const done = await refused(tx, delivery, { kind, reason }, at);
    const { queue } = done;
    if (kind !== 'card' && !(await tx.get('refusing', queue))) await tx.put('refusing', { id: queue, at, reason });
    const told = await (kind === 'card' ? tellCardRefused : tellRefusal)(tx, done, { kinds, admins, at });
    await kindOf(kinds, done).moved?.(tx, done.about);
    return [...told, ...((await kindOf(kinds, done).settled?.(tx, done, at)) ?? [])];
  });

/**
 * An edit was refused. What people must not miss is posted anew, and when that is refused too the admins are told. Any other
 * edit waits until the bot is back; where the message is gone, somebody deleted it or it is too old, it stays as it is.
 * When the platform does not take the card as it is, the message stays as it is, and the admins are told what people miss.
 */
export const recordEditRefused: RecordRefusal = (id, { kind, reason }, { kinds, admins }, world) =>
  conclude(id, world, async (tx, delivery, at) => {
    if (delivery.state !== 'posted') return [];
    const rank = (await kindOf(kinds, delivery).missed?.(tx, delivery)) ?? null;
    if (kind === 'card') {
      await editGivenUp(tx, delivery, reason);
      return rank === null ? [] : tellCardRefused(tx, { ...delivery, rank, reason }, { kinds, admins, at });
    }
    if (rank !== null) await reopen(tx, delivery, at, { rank, message: null, reason });
    else if (kind === 'refused') await held(tx, delivery, { kind, reason }, at);
    else await editGivenUp(tx, delivery, reason);
    return [];
  });
