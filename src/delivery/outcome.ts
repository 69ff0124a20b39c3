import type { Delivery } from '../domain/delivery/delivery.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Posted } from '../ports/chat.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import type { AdminPlaces } from './admin-destinations.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { tellCardRefused, tellRefusal } from './refusals.ts';
import { claim, dropped, editGivenUp, held, posted, type Refusal, refused, reopen } from './transitions.ts';

type Outside = Pick<World, 'store' | 'clock'>;

/** Marks a delivery as under way, durably, before the platform is called. Null when it has nothing to post any more. */
export function recordClaim(
  id: string,
  how: { there: string | null; doubted: boolean; called: readonly Identity[] },
  { store, clock }: Outside,
): Promise<Delivery | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (delivery?.state !== 'waiting' && delivery?.state !== 'sending') return null;
    return claim(tx, delivery, { ...how, at: clock.now() });
  });
}

/** The platform took the message. Returns the queues that have work now. */
export function recordPosted(
  id: string,
  { message, revision }: { message: Posted['message']; revision: number },
  kinds: DeliveryKinds,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  const at = clock.now();
  return store.change(
    async (tx) => {
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const done = await posted(tx, delivery, { message, revision, at });
      if (await tx.get('refusing', done.queue)) await tx.remove('refusing', done.queue);
      return (await kindOf(kinds, done).settled?.(tx, done, at)) ?? [];
    },
    { settles: true },
  );
}

/** There is nothing to show any more, or nowhere. */
export async function recordDropped(id: string, kinds: DeliveryKinds, { store, clock }: Outside): Promise<void> {
  const at = clock.now();
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery) return;
    const done = await dropped(tx, delivery, at);
    await kindOf(kinds, done).moved?.(tx, done.about);
    await kindOf(kinds, done).settled?.(tx, done, at);
  });
}

/** Whom a refusal is told to, and the hooks of what was refused. */
interface Telling {
  kinds: DeliveryKinds;
  admins: AdminPlaces;
}

/**
 * The platform said no for good: in the same change the admins are told. When it said no to the channel they get what the kind
 * of delivery says; when it said no to this card alone, the channel is not blamed for it. Returns the queues that have work now.
 */
export function recordRefused(
  id: string,
  { kind, reason }: Refusal,
  { kinds, admins }: Telling,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const at = clock.now();
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const done = await refused(tx, delivery, { kind, reason }, at);
      const { queue } = done;
      if (kind !== 'card' && !(await tx.get('refusing', queue))) await tx.put('refusing', { id: queue, at, reason });
      const told = await (kind === 'card' ? tellCardRefused : tellRefusal)(tx, done, { kinds, admins, at });
      await kindOf(kinds, done).moved?.(tx, done.about);
      return [...told, ...((await kindOf(kinds, done).settled?.(tx, done, at)) ?? [])];
    },
    { settles: true },
  );
}

/**
 * An edit was refused. What people must not miss is posted anew, and when that is refused too the admins are told. Anything
 * else stays owed until the bot is back; where the message is gone, somebody deleted it or it is too old, it stays as it is.
 * When the platform does not take the card as it is, the message stays as it is, and the admins are told what people miss.
 */
export function recordEditRefused(
  id: string,
  { kind, reason }: Refusal,
  { kinds, admins }: Telling,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const delivery = await tx.get('deliveries', id);
      if (delivery?.state !== 'posted') return [];
      const at = clock.now();
      const rank = (await kindOf(kinds, delivery).missed?.(tx, delivery)) ?? null;
      if (kind === 'card') {
        await editGivenUp(tx, delivery, reason);
        return rank === null ? [] : tellCardRefused(tx, { ...delivery, rank, reason }, { kinds, admins, at });
      }
      if (rank !== null) await reopen(tx, delivery, at, { rank, message: null, reason });
      else if (kind === 'refused') await held(tx, delivery, { kind, reason }, at);
      else await editGivenUp(tx, delivery, reason);
      return [];
    },
    { settles: true },
  );
}

/** Changes a delivery that goes on, if it is still there. */
export async function record(
  id: string,
  { store, clock }: Outside,
  how: (tx: Tx, delivery: Delivery, at: string) => Promise<void>,
): Promise<void> {
  const at = clock.now();
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (delivery) await how(tx, delivery, at);
  });
}
