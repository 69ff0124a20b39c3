import { dropped, enqueue, reopen } from '../../delivery/transitions.ts';
import { type Delivery, reminderRank } from '../../domain/delivery/delivery.ts';
import { deliveryId, idInQueue } from '../../domain/delivery/delivery-id.ts';
import { mondayOf, type Slot } from '../../domain/finding/working-hours.ts';
import type { Subscription } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { Audience } from '../audience/audience.ts';

/**
 * Enqueues for a manager the digest of the week, one for all tenants, in the first slot of it that is free for it. Returns
 * whether there was one to send.
 */
export async function enqueueWeekly(
  tx: Tx,
  reading: Pick<Audience, 'to' | 'isAdmin' | 'tenantIds'>,
  slot: Slot,
  at: string,
): Promise<boolean> {
  const { to } = reading;
  const week = mondayOf(slot.date);
  const { mine, due, late } = await weeklyIn(tx, reading, week);
  if (late) await again(tx, late, mine, at);
  if (late) return true;
  if (due.length === 0) return false;
  for (const one of due) await tx.put('subscriptions', { ...one, week, told: nextOf(one, at) });
  const about = { kind: 'weekly', tenantIds: due.map(({ tenantId }) => tenantId), week } as const;
  await enqueue(tx, { about, to, rank: reminderRank }, at);
  return true;
}

/** What somebody asked for and may still see, what of it was not owed yet in that week, and the digest that could not be sent. */
export async function weeklyIn(
  reader: Reader,
  { to, isAdmin, tenantIds }: Pick<Audience, 'to' | 'isAdmin' | 'tenantIds'>,
  week: string,
): Promise<{ mine: readonly Subscription[]; due: readonly Subscription[]; late: Delivery | null }> {
  if (to.kind !== 'person') return { mine: [], due: [], late: null };
  const mine: Subscription[] = [];
  for (const one of await reader.list('subscriptions')) {
    const tenant = one.who === to.id ? await reader.get('tenants', one.tenantId) : null;
    if (tenant && (isAdmin || tenantIds?.includes(tenant.id))) mine.push(one);
  }
  const digest = await reader.get('deliveries', deliveryId({ kind: 'weekly', tenantIds: [], week }, to));
  const late = digest?.state === 'dropped' && mine.length > 0 ? digest : null;
  return { mine, due: mine.filter((one) => one.week !== week), late };
}

/** What the next digest tells of, up to now: however long ago the last one was. */
function nextOf({ told }: Subscription, at: string): Subscription['told'] {
  const weekAgo = new Date(Date.parse(at) - 7 * 86_400_000).toISOString();
  return { from: told?.until ?? weekAgo, until: at, first: told === undefined };
}

/** It could not be sent in the working hours of its slot: now it tells of what came meanwhile too. */
async function again(tx: Tx, delivery: Delivery, mine: readonly Subscription[], at: string): Promise<void> {
  for (const one of mine) {
    const told = one.told?.until === delivery.since ? { ...one.told, until: at } : (one.told ?? nextOf(one, at));
    await tx.put('subscriptions', { ...one, told });
  }
  await reopen(tx, delivery, at);
}

/** A reminder goes out before the digest of that day was sent: the digest takes the next free slot. */
export async function putOffWeekly(tx: Tx, queue: string, date: string, at: string): Promise<void> {
  const about = { kind: 'weekly', tenantIds: [], week: mondayOf(date) } as const;
  const digest = await tx.get('deliveries', idInQueue(about, queue));
  if (digest?.state === 'waiting') await dropped(tx, digest, at);
}
