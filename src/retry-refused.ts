import type { Alert } from './domain/alert.ts';
import { type Delivery, placeOfNumber, platformOfQueue, rankOf } from './domain/delivery.ts';
import type { Identity, Platform } from './domain/identity.ts';
import { heldMs } from './domain/queue-order.ts';
import { routeOf, sameDestination } from './domain/routing.ts';
import { lookForStranded } from './look-for-stranded.ts';
import { amend, dropped, released, reopen } from './outbox/transitions.ts';
import { type Reader, StoreUnwritable, type Tx, type World } from './ports.ts';
import { reachedAfterAll } from './reroute.ts';

const together = 100;
type Outside = Pick<World, 'store' | 'clock' | 'wake' | 'settings'>;

/**
 * What a person's chat refused, because the bot had none with them, is sent again once they speak to it; what a channel
 * refused, once the bot is back in it. What is over by now is not. More than a channel can bear becomes a digest there, like any storm.
 */
export async function retryRefused(queue: string, world: Outside): Promise<void> {
  let after: string | null =
    (await world.store.read((reader) => reader.count('deliveries.refused', queue))) > 0 ? '' : null;
  while (after !== null) {
    const from: string = after;
    const done: Done = await world.store.change((tx) => slice(tx, queue, from, world));
    world.wake(done.queues);
    after = done.after;
  }
}

/** The queues that have work now, and where to go on; null when that was all. */
interface Done {
  queues: ReadonlySet<string>;
  after: string | null;
}

async function slice(tx: Tx, queue: string, from: string, { clock, settings }: Outside): Promise<Done> {
  const refused = await tx.scan('deliveries.refused', { key: queue, after: from, limit: together });
  const queues = new Set([queue]);
  for (const delivery of refused) await again(tx, delivery, { at: clock.now(), settings, anew: true }, queues);
  const last = refused.at(-1);
  return { queues, after: last && refused.length === together ? placeOfNumber(last.number) : null };
}

/**
 * One alert, card for many, or edit that the destination refused and that may be tried again now: whoever takes something may
 * take that too. A reminder of last week is not sent then.
 */
export async function retryAlert(queue: string, world: Outside): Promise<void> {
  await retryOne(queue, world, (delivery, now) => heldMs(delivery, now) === 0);
}

type Which = (delivery: Delivery, now: string) => boolean;

async function retryOne(queue: string, { store, clock, settings, wake }: Outside, which: Which): Promise<void> {
  const first = async (reader: Reader, at: string) =>
    (await reader.scan('deliveries.retry', { key: queue, after: null, limit: together })).filter((one) =>
      which(one, at),
    );
  if ((await store.read((reader) => first(reader, clock.now()))).length === 0) return;
  wake(
    await store.change(async (tx) => {
      const queues = new Set<string>();
      const at = clock.now();
      for (const one of await first(tx, at)) if (await again(tx, one, { at, settings, anew: false }, queues)) break;
      return queues;
    }),
  );
}

/**
 * One thing of each queue of a platform that is connected now: whoever takes it gets the rest too. All of it would be a
 * burst of refusals at every start, for a channel that is archived.
 */
export async function probeRefused(platform: Platform, world: Outside): Promise<void> {
  const queues = await world.store.read((reader) => reader.keys('deliveries.retry'));
  for (const queue of queues.filter((one) => platformOfQueue(one) === platform)) await retryAny(queue, world);
}

/** One thing that the destination refused, whenever that was. */
export function retryAny(queue: string, world: Outside): Promise<void> {
  return retryOne(queue, world, () => true);
}

/** The same when a person speaks. A full disk must not keep people from reading. */
export async function retryFor(id: Identity, world: Outside): Promise<void> {
  await retryRefused(id, world).catch((error: unknown) => {
    if (!(error instanceof StoreUnwritable)) throw error;
  });
}

/** `anew`: the bot is back there, so that what was refused before says nothing any more. */
interface Context {
  at: string;
  settings: World['settings'];
  anew: boolean;
}

const aDayMs = 24 * 60 * 60_000;

/** Owes it again, unless it is over. False when there is nothing to try. Adds the queues that have work now. */
async function again(tx: Tx, before: Delivery, { at, settings, anew }: Context, queues: Set<string>): Promise<boolean> {
  const delivery = anew ? unrefused(before) : before;
  const { about } = delivery;
  queues.add(delivery.queue);
  if (delivery.held) {
    await released(tx, delivery);
    return true;
  }
  const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
  // Tries are counted anew: it is certain that none arrived, so that a digest may stand for it.
  const again = { rank: alert ? rankOf[alert.content.severity] : delivery.rank, attempts: 0 };
  if (await isOver(tx, delivery, alert)) {
    await dropped(tx, { ...delivery, ...again, since: at }, at);
    await lookForStranded(tx, about);
    return false;
  }
  if (about.kind === 'alert' && alert) {
    const tenant = alert.tenantId === null ? null : await tx.get('tenants', alert.tenantId);
    const { channels, routed } = routeOf(alert.content, tenant, at, settings);
    // The contact left this channel: whoever adds the bot to it must not get its alerts.
    if (!channels.some((channel) => sameDestination(delivery.to, channel))) {
      await amend(tx, before, { pause: { from: at, ms: aDayMs, since: at, times: 1 } });
      return false;
    }
    for (const one of await reachedAfterAll(tx, alert, routed, at)) queues.add(one);
  }
  await reopen(tx, delivery, at, again);
  await lookForStranded(tx, about);
  return true;
}

function unrefused({ refusals: _refusals, ...delivery }: Delivery): Delivery {
  return delivery;
}

/** Nobody needs it any more: it is about what is resolved, or a reminder in the thread of a card that is not there. */
async function isOver(tx: Tx, { about, to }: Delivery, alert: Alert | null): Promise<boolean> {
  if (alert?.status === 'resolved') return true;
  if (about.kind === 'digest') return (await tx.get('digests', about.digestId))?.closedAt !== null;
  return to.kind === 'channel' && ['escalation', 'followUp', 'digestEscalation'].includes(about.kind);
}
