import { type Delivery, queueOf, reminderRank } from '../domain/delivery.ts';
import { dateAfter, type Slot } from '../domain/slot.ts';
import { owe } from '../owe.ts';
import type { Tx } from '../ports.ts';
import type { Audience } from './audience.ts';

/**
 * Owes a manager the digest of the week, one for all tenants, in the first slot of it that is free for it. Returns its
 * queue; null when there is none to send.
 */
export async function oweWeekly(tx: Tx, { to }: Pick<Audience, 'to'>, slot: Slot, at: string): Promise<string | null> {
  if (to.kind !== 'person') return null;
  const week = mondayOf(slot.date);
  const mine = (await tx.list('subscriptions')).filter(({ who }) => who === to.id);
  const late = await tx.get('deliveries', `weekly ${week} > ${queueOf(to)}`);
  if (late?.state === 'dropped' && mine.length > 0) return again(tx, late, at);
  const due = mine.filter((subscription) => subscription.week !== week);
  if (due.length === 0) return null;
  for (const subscription of due) await tx.put('subscriptions', { ...subscription, week });
  const about = { kind: 'weekly', tenantIds: due.map(({ tenantId }) => tenantId), week } as const;
  return owe(tx, { about, to, rank: reminderRank, want: 1 }, at);
}

/** It could not be sent in the working hours of its slot. */
async function again(tx: Tx, delivery: Delivery, at: string): Promise<string> {
  await tx.put('deliveries', { ...delivery, state: 'waiting', shown: 0, since: at, doneAt: null });
  return delivery.queue;
}

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return dateAfter(date, -((day + 6) % 7));
}
