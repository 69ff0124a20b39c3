import {
  type Delivery,
  type Destination,
  digestRank,
  noticeRank,
  platformOfQueue,
  queueOf,
  rankOf,
} from '../domain/delivery.ts';
import { deliveryId, type Owed, owe } from '../owe.ts';
import type { Tx, World } from '../ports.ts';
import { tenantOf } from './refusal.ts';

/** As many of what waits as one change looks at. */
const together = 200;

/**
 * A platform lets the bot in nowhere: admins of the other one hear of it, once a day, and get what waits for the channel
 * and is nowhere else. Nothing is taken from the channel, which gets it as soon as it can.
 */
export async function lockedOut(
  queue: string,
  reason: string,
  admins: readonly Destination[],
  { store, clock }: Pick<World, 'store' | 'clock'>,
): Promise<readonly string[]> {
  const others = admins.filter((admin) => platformOfQueue(queueOf(admin)) !== platformOfQueue(queue));
  if (others.length === 0) return [];
  return store.change(
    async (tx) => {
      const at = clock.now();
      const queues: string[] = [];
      for (const what of await owedTo(tx, queue, `${reason} ${at.slice(0, 10)}`)) {
        for (const to of others) {
          // What an admin refused is not tried each time.
          if (await tx.get('deliveries', deliveryId(what.about, to))) continue;
          queues.push(await owe(tx, { ...what, to }, at));
        }
      }
      return queues;
    },
    { settles: true },
  );
}

async function owedTo(tx: Tx, queue: string, reason: string): Promise<Omit<Owed, 'to'>[]> {
  const due = await tx.scan('deliveries.due', { key: queue, after: null, limit: together });
  const [first] = due;
  if (first?.to.kind !== 'channel') return [];
  const { channel } = first.to;
  const about = { kind: 'channelRefused', tenantId: await tenantOf(tx, first), channel, reason } as const;
  const waiting: Omit<Owed, 'to'>[] = [{ about, rank: noticeRank, want: 1 }];
  for (const delivery of due) waiting.push(...(await itself(tx, delivery)));
  return waiting;
}

/** What admins get of it: the alert, or the card for many. Nothing when a channel has it, or is about to. */
export async function itself(tx: Tx, { about, want, state, queue }: Delivery): Promise<Omit<Owed, 'to'>[]> {
  if (state === 'posted') return [];
  if (about.kind === 'digest') {
    const first = (await tx.get('digests', about.digestId))?.firstIds[0];
    return first && (await isElsewhere(tx, first, queue)) ? [] : [{ about, rank: digestRank, want }];
  }
  const alert = about.kind === 'alert' ? await tx.get('alerts', about.alertId) : null;
  if (!alert || (await isElsewhere(tx, alert.id, queue))) return [];
  const unrouted = { kind: 'unrouted', alertId: alert.id } as const;
  return [{ about: unrouted, rank: rankOf[alert.content.severity], want: alert.revision }];
}

/** Whether a channel has it, or is about to, of the other platform. */
async function isElsewhere(tx: Tx, alertId: string, here: string): Promise<boolean> {
  const all = await tx.scan('deliveries.cards', { key: alertId, after: null });
  return all.some(({ about, state, reason, queue }) => {
    if (about.kind !== 'alert') return false;
    const coming = reason === null && state !== 'refused' && state !== 'dropped';
    return state === 'posted' || (coming && platformOfQueue(queue) !== platformOfQueue(here));
  });
}
