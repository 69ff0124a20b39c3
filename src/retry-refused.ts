import type { Alert } from './domain/alert.ts';
import { type Delivery, placeOfNumber, platformOfQueue, rankOf, released } from './domain/delivery.ts';
import type { Identity, Platform } from './domain/identity.ts';
import { routeOf, sameDestination } from './domain/routing.ts';
import { lookForStranded } from './look-for-stranded.ts';
import { StoreUnwritable, type Tx, type World } from './ports.ts';
import { reachedAfterAll } from './reroute.ts';

const together = 100;
type Outside = Pick<World, 'store' | 'clock' | 'wake' | 'settings'>;

/**
 * What a person's chat refused, because the bot had none with them, is sent again once they speak to it; what a channel
 * refused, once the bot is back in it. What is over by now is not. More than a channel can bear becomes a digest there, like any storm.
 */
export async function retryRefused(queue: string, world: Outside): Promise<void> {
  await retry(queue, world, { most: together, alertsOnly: false });
}

/** The same of alerts alone, and of edits, once the destination took something: a reminder of last week is not sent then. */
export async function retryAlerts(queue: string, world: Outside): Promise<void> {
  await retry(queue, world, { most: together, alertsOnly: true });
}

async function retry(queue: string, world: Outside, how: How): Promise<void> {
  if ((await world.store.read((reader) => reader.count('deliveries.refused', queue))) === 0) return;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const done: Done = await world.store.change((tx) => again(tx, queue, from, world, how));
    world.wake(done.queues);
    after = done.after;
  } while (after !== null);
}

/**
 * One thing of each queue of a platform that is connected now: whoever takes it gets the rest too. All of it would be a
 * burst of refusals at every start, for a channel that is archived.
 */
export async function probeRefused(platform: Platform, world: Outside): Promise<void> {
  const queues = await world.store.read((reader) => reader.keys('deliveries.refused'));
  for (const queue of queues.filter((one) => platformOfQueue(one) === platform)) {
    const { queues: woken } = await world.store.change((tx) =>
      again(tx, queue, null, world, { most: 1, alertsOnly: true }),
    );
    world.wake(woken);
  }
}

/** The same when a person speaks. A full disk must not keep people from reading. */
export async function retryFor(id: Identity, world: Outside): Promise<void> {
  await retryRefused(id, world).catch((error: unknown) => {
    if (!(error instanceof StoreUnwritable)) throw error;
  });
}

/** How many of a change are tried at most, and whether only what is about alerts. */
interface How {
  most: number;
  alertsOnly: boolean;
}

/** The queues that have work now, and where to go on; null when that was all. */
interface Done {
  queues: ReadonlySet<string>;
  after: string | null;
}

async function again(
  tx: Tx,
  queue: string,
  from: string | null,
  { clock, settings }: Outside,
  { most, alertsOnly }: How,
): Promise<Done> {
  const at = clock.now();
  const refused = await tx.scan('deliveries.refused', { key: queue, after: from, limit: together });
  const queues = new Set([queue]);
  let tried = 0;
  for (const delivery of refused) {
    if (tried === most) break;
    const { about } = delivery;
    if (delivery.held) {
      tried += 1;
      await tx.put('deliveries', released(delivery));
      continue;
    }
    if (alertsOnly && !isAlert(about)) continue;
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
    if (state === 'waiting') tried += 1;
    // Tries are counted anew: it is certain that none arrived, so that a digest may stand for it.
    const anew = { rank: rankNow(delivery, alert), attempts: 0, shown: 0, since: at, doneAt };
    await tx.put('deliveries', { ...delivery, state, ...anew });
    await lookForStranded(tx, about);
  }
  const last = refused.at(-1);
  return { queues, after: last && refused.length === together ? placeOfNumber(last.number) : null };
}

/** Its sender may have made it more urgent since it was owed. */
function rankNow({ rank }: Delivery, alert: Alert | null): number {
  return alert ? rankOf[alert.content.severity] : rank;
}

function isAlert({ kind }: Delivery['about']): boolean {
  return kind === 'alert' || kind === 'unrouted' || kind === 'digest';
}

/** Nobody needs it any more: it is about what is resolved, or a reminder in the thread of a card that is not there. */
async function isOver(tx: Tx, { about, to }: Delivery, alert: Alert | null): Promise<boolean> {
  if (alert?.status === 'resolved') return true;
  if (about.kind === 'digest') return (await tx.get('digests', about.digestId))?.closedAt !== null;
  return to.kind === 'channel' && ['escalation', 'followUp', 'digestEscalation'].includes(about.kind);
}
