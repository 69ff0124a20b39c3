import type { AdminPlaces } from '../admins.ts';
import { type Delivery, unpaused, waitingAgain } from '../domain/delivery.ts';
import type { Identity } from '../domain/identity.ts';
import { lookForStranded } from '../look-for-stranded.ts';
import { nagEnded } from '../nag-ended.ts';
import type { ChatError, Posted, World } from '../ports.ts';
import { answerArrived } from './answer-arrived.ts';
import { refusedMs, tellCardRefused, tellRefusal } from './refusal.ts';

type Outside = Pick<World, 'store' | 'clock'>;

/** When a delivery is tried, by the platform's own clock if that is known, and whether an earlier try may have arrived. */
interface Try {
  there: string | null;
  doubted: boolean;
  /** Whom it calls by name. */
  called: readonly Identity[];
}

/** Marks a delivery as under way, durably, before the platform is called. Null when it has nothing to post any more. */
export function claim(
  id: string,
  { there, doubted, called }: Try,
  { store, clock }: Outside,
): Promise<Delivery | null> {
  return store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (!delivery || (delivery.state !== 'waiting' && delivery.state !== 'sending')) return null;
    const {
      doubt: _doubt,
      repeat: _repeat,
      askedThereAt: _there,
      answered: _answered,
      called: _called,
      ...rest
    } = delivery;
    const claimed: Delivery = {
      ...rest,
      ...{ state: 'sending', attempts: delivery.attempts + 1, askedAt: clock.now() },
      ...(there === null ? {} : { askedThereAt: there }),
      ...(doubted ? { doubt: true } : {}),
      ...(called.length > 0 ? { called } : {}),
    };
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
  return world.store.change(
    async (tx) => {
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const { doubt, refusals: _refusals, ...rest } = unpaused(delivery);
      const most = Math.max(delivery.shown, shown);
      const repeat = doubt ? ({ repeat: true } as const) : {};
      const done = { ...rest, ...repeat, state: 'posted', message, reason: null, doneAt, shown: most } as const;
      await tx.put('deliveries', done);
      await nagEnded(tx, done, doneAt);
      if (await tx.get('refusing', delivery.queue)) await tx.remove('refusing', delivery.queue);
      return answerArrived(tx, delivery, true);
    },
    { settles: true },
  );
}

export async function edited(id: string, shown: number, world: Outside): Promise<void> {
  const editedAt = world.clock.now();
  await amend(id, world, ({ failingSince: _over, refusals: _refusals, ...delivery }) => ({
    ...unpaused(delivery),
    shown: Math.max(delivery.shown, shown),
    reason: null,
    editedAt,
  }));
}

/** What an attempt that failed for now means for its delivery. */
export interface Setback {
  reason: string;
  /** Whether it may have happened all the same. */
  maybeDone: boolean;
  /** Whether the platform answered, with a fault of its own. */
  answered?: boolean;
  /** Milliseconds until its next try; null when the whole queue waits instead. */
  pauseMs: ((times: number, sinceMs: number) => number) | null;
}

/** It will be tried again. What may have happened stays `sending`, to be looked for first; so does what no look could tell. */
export async function postponed(
  id: string,
  { reason, maybeDone, answered = false, pauseMs }: Setback,
  world: Outside,
): Promise<void> {
  const at = world.clock.now();
  await amend(id, world, (delivery) => ({
    ...delivery,
    reason,
    state: delivery.state === 'sending' && !maybeDone ? waitingAgain(delivery) : delivery.state,
    ...(answered ? { answered } : {}),
    ...(delivery.state === 'posted' ? { failingSince: delivery.failingSince ?? at } : {}),
    ...(pauseMs ? { pause: longer(delivery.pause, at, pauseMs) } : {}),
  }));
}

function longer(before: Delivery['pause'], at: string, pauseMs: (times: number, sinceMs: number) => number) {
  const { since, times } = before ?? { since: at, times: 0 };
  const ms = pauseMs(times + 1, Math.max(0, Date.parse(at) - Date.parse(since)));
  return { from: at, ms, since, times: times + 1 };
}

/** Its platform does not take the whole card: this revision goes in short from now on. */
export async function shortened(id: string, reason: string, world: Outside): Promise<void> {
  await amend(id, world, (delivery) => ({
    ...delivery,
    reason,
    state: delivery.state === 'sending' ? waitingAgain(delivery) : delivery.state,
    brief: delivery.want,
  }));
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

/**
 * The platform said no for good: in the same change the admins are told. When it said no to the channel the alert goes to
 * them too, when no channel is left; when it said no to this card alone, the channel is not blamed for it.
 */
export function refused(
  id: string,
  { kind, reason }: Pick<ChatError, 'kind' | 'reason'>,
  admins: AdminPlaces,
  { store, clock }: Outside,
): Promise<readonly string[]> {
  return store.change(
    async (tx) => {
      const at = clock.now();
      const delivery = await tx.get('deliveries', id);
      if (!delivery) return [];
      const refusals = (delivery.refusals ?? 0) + 1;
      const ms = refusedMs(kind, refusals);
      const done: Delivery = {
        ...{ ...delivery, state: 'refused', reason, shown: delivery.want, doneAt: at, refusals },
        pause: { from: at, ms, since: delivery.pause?.since ?? at, times: refusals },
      };
      await tx.put('deliveries', done);
      await nagEnded(tx, done, at);
      const card = kind === 'card';
      if (!card && !(await tx.get('refusing', delivery.queue)))
        await tx.put('refusing', { id: delivery.queue, at, reason });
      const told = card ? await tellCardRefused(tx, done, admins, at) : await tellRefusal(tx, done, admins, at);
      await lookForStranded(tx, done.about);
      return [...told, ...(await answerArrived(tx, delivery, false))];
    },
    { settles: true },
  );
}

async function amend(id: string, { store }: Outside, how: (delivery: Delivery) => Delivery): Promise<void> {
  await store.change(async (tx) => {
    const delivery = await tx.get('deliveries', id);
    if (delivery) await tx.put('deliveries', how(delivery));
  });
}
