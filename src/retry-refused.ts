import type { Alert } from './domain/alert.ts';
import { type Delivery, placeOfNumber } from './domain/delivery.ts';
import type { Identity } from './domain/identity.ts';
import { routeOf, sameDestination } from './domain/routing.ts';
import { StoreUnwritable, type Tx, type World } from './ports.ts';
import { reachedAfterAll } from './reroute.ts';

const together = 100;
type Outside = Pick<World, 'store' | 'clock' | 'wake' | 'settings'>;

/**
 * What a person's chat refused, because the bot had none with them, is sent again once they speak to it; what a channel
 * refused, once the bot is back in it. What is over by now is not. More than a channel can bear becomes a digest there, like any storm.
 */
export async function retryRefused(queue: string, world: Outside): Promise<void> {
  if ((await world.store.read((reader) => reader.count('deliveries.refused', queue))) === 0) return;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const done: Done = await world.store.change((tx) => again(tx, queue, from, world));
    world.wake(done.queues);
    after = done.after;
  } while (after !== null);
}

/** The same when a person speaks. A full disk must not keep people from reading. */
export async function retryFor(id: Identity, world: Outside): Promise<void> {
  await retryRefused(id, world).catch((error: unknown) => {
    if (!(error instanceof StoreUnwritable)) throw error;
  });
}

/** The queues that have work now, and where to go on; null when that was all. */
interface Done {
  queues: ReadonlySet<string>;
  after: string | null;
}

async function again(tx: Tx, queue: string, from: string | null, { clock, settings }: Outside): Promise<Done> {
  const at = clock.now();
  const refused = await tx.scan('deliveries.refused', { key: queue, after: from, limit: together });
  const queues = new Set([queue]);
  for (const delivery of refused) {
    const { about } = delivery;
    const alert = 'alertId' in about ? await tx.get('alerts', about.alertId) : null;
    const state = (await isOver(tx, delivery, alert)) ? 'dropped' : 'waiting';
    if (state === 'waiting' && about.kind === 'alert' && alert) {
      const tenant = alert.tenantId === null ? null : await tx.get('tenants', alert.tenantId);
      const { channels, routed } = routeOf(alert.content, tenant, at, settings);
      // The contact left this channel: whoever adds the bot to it must not get its alerts.
      if (!channels.some((channel) => sameDestination(delivery.to, channel))) continue;
      for (const one of await reachedAfterAll(tx, alert, routed)) queues.add(one);
    }
    const doneAt = state === 'dropped' ? at : null;
    // Tries are counted anew: it is certain that none arrived, so that a digest may stand for it.
    await tx.put('deliveries', { ...delivery, state, attempts: 0, shown: 0, since: at, doneAt });
  }
  const last = refused.at(-1);
  return { queues, after: last && refused.length === together ? placeOfNumber(last.number) : null };
}

/** Nobody needs it any more: it is about what is resolved, or a reminder in the thread of a card that is not there. */
async function isOver(tx: Tx, { about, to }: Delivery, alert: Alert | null): Promise<boolean> {
  if (alert?.status === 'resolved') return true;
  if (about.kind === 'digest') return (await tx.get('digests', about.digestId))?.closedAt !== null;
  return to.kind === 'channel' && ['escalation', 'followUp', 'digestEscalation'].includes(about.kind);
}
