import type { AdminPlaces } from '../admins.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Identity } from '../domain/identity.ts';
import { lookForStranded } from '../look-for-stranded.ts';
import { nagEnded } from '../nag-ended.ts';
import type { Posted, Tx, World } from '../ports.ts';
import { answerArrived } from './answer-arrived.ts';
import { tellCardRefused, tellRefusal } from './refusal.ts';
import { claim, dropped, posted, type Refusal, refused } from './transitions.ts';

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

/** The platform took the message. Returns the queues of what is to be edited now. */
export async function recordPosted(
  id: string,
  message: Posted['message'],
  revision: number,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  const at = clock.now();
  return store.change(
    async (tx) => {
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const done = await posted(tx, delivery, { message, revision, at });
      await nagEnded(tx, done, at);
      if (await tx.get('refusing', done.queue)) await tx.remove('refusing', done.queue);
      return answerArrived(tx, done, true);
    },
    { settles: true },
  );
}

/** There is nothing to show any more, or nowhere. */
export async function recordDropped(id: string, { store, clock }: Outside): Promise<void> {
  const at = clock.now();
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery) return;
    const done = await dropped(tx, delivery, at);
    await lookForStranded(tx, done.about);
    await nagEnded(tx, done, at);
  });
}

/**
 * The platform said no for good: in the same change the admins are told. When it said no to the channel the alert goes to
 * them too, when no channel is left; when it said no to this card alone, the channel is not blamed for it.
 */
export function recordRefused(
  id: string,
  { kind, reason }: Refusal,
  admins: AdminPlaces,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const at = clock.now();
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const done = await refused(tx, delivery, { kind, reason }, at);
      await nagEnded(tx, done, at);
      const card = kind === 'card';
      if (!card && !(await tx.get('refusing', done.queue))) await tx.put('refusing', { id: done.queue, at, reason });
      const told = card ? await tellCardRefused(tx, done, admins, at) : await tellRefusal(tx, done, admins, at);
      await lookForStranded(tx, done.about);
      return [...told, ...(await answerArrived(tx, done, false))];
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
