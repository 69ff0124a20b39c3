import type { Delivery, Destination } from '../domain/delivery.ts';
import { lookForStranded } from '../look-for-stranded.ts';
import { nagEnded } from '../nag-ended.ts';
import type { Posted, World } from '../ports.ts';
import { answerArrived } from './answer-arrived.ts';
import { tellRefusal } from './refusal.ts';

type Outside = Pick<World, 'store' | 'clock'>;

/** Marks a delivery as under way, durably, before the platform is called. Null when it has nothing to post any more. */
export function claim(id: string, { store, clock }: Outside): Promise<Delivery | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery || (delivery.state !== 'waiting' && delivery.state !== 'sending')) return null;
    const claimed: Delivery = { ...delivery, state: 'sending', attempts: delivery.attempts + 1, askedAt: clock.now() };
    await tx.put('deliveries', claimed);
    return claimed;
  });
}

/** Returns the queues of what is to be edited now. */
export async function posted(
  id: string,
  message: Posted['message'],
  shown: number,
  world: Outside,
): Promise<readonly string[]> {
  const doneAt = world.clock.now();
  return world.store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery) return [];
    const most = Math.max(delivery.shown, shown);
    const done = { ...delivery, state: 'posted', message, reason: null, doneAt, shown: most } as const;
    await tx.put('deliveries', done);
    await nagEnded(tx, done, doneAt);
    if (await tx.get('refusing', delivery.queue)) await tx.remove('refusing', delivery.queue);
    return answerArrived(tx, delivery, true);
  });
}

export async function edited(id: string, shown: number, world: Outside): Promise<void> {
  const how = ({ failingSince: _over, ...delivery }: Delivery) => ({
    ...delivery,
    shown: Math.max(delivery.shown, shown),
    reason: null,
  });
  await amend(id, how, world);
}

/** It will be tried again. What may have happened stays `sending`, to be looked for first. */
export async function postponed(id: string, reason: string, maybeDone: boolean, world: Outside): Promise<void> {
  const at = world.clock.now();
  const how = (delivery: Delivery): Delivery => ({
    ...delivery,
    reason,
    state: unsent(delivery, maybeDone),
    ...(delivery.state === 'posted' ? { failingSince: delivery.failingSince ?? at } : {}),
  });
  await amend(id, how, world);
}

function unsent(delivery: Delivery, maybeDone: boolean): Delivery['state'] {
  return delivery.state === 'sending' && !maybeDone ? 'waiting' : delivery.state;
}

export async function dropped(id: string, world: Outside): Promise<void> {
  const doneAt = world.clock.now();
  await world.store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery) return;
    const done = { ...delivery, state: 'dropped', shown: delivery.want, doneAt } as const;
    await tx.put('deliveries', done);
    await lookForStranded(tx, done.about);
    await nagEnded(tx, done, doneAt);
  });
}

/** The platform said no for good: in the same change the admins are told, and the alert goes to them when no channel is left. */
export function refused(
  id: string,
  reason: string,
  admins: readonly Destination[],
  { store, clock }: Outside,
): Promise<readonly string[]> {
  return store.change(async (tx) => {
    const at = clock.now();
    const delivery = await tx.get('deliveries', id);
    if (!delivery) return [];
    const done = { ...delivery, state: 'refused', reason, shown: delivery.want, doneAt: at } as const;
    await tx.put('deliveries', done);
    await nagEnded(tx, done, at);
    if (!(await tx.get('refusing', delivery.queue))) await tx.put('refusing', { id: delivery.queue, at, reason });
    const told = await tellRefusal(tx, done, admins, at);
    await lookForStranded(tx, done.about);
    return [...told, ...(await answerArrived(tx, delivery, false))];
  });
}

async function amend(id: string, how: (delivery: Delivery) => Delivery, { store }: Outside): Promise<void> {
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (delivery) await tx.put('deliveries', how(delivery));
  });
}
