import { reminderRank } from '../domain/delivery.ts';
import { dateAfter, type Slot } from '../domain/slot.ts';
import { owe } from '../owe.ts';
import type { Tx } from '../ports.ts';
import type { Audience } from './audience.ts';

/** Owes a manager the digests of the week, in the first slot of it that is theirs; null when there is none to send. */
export async function oweWeekly(
  tx: Tx,
  { to }: Pick<Audience, 'to'>,
  slot: Slot,
  at: string,
): Promise<readonly string[] | null> {
  if (to.kind !== 'person') return null;
  const week = mondayOf(slot.date);
  const queues: string[] = [];
  for (const subscription of await tx.list('subscriptions')) {
    if (subscription.who !== to.id || subscription.week === week) continue;
    await tx.put('subscriptions', { ...subscription, week });
    const about = { kind: 'weekly', tenantId: subscription.tenantId, week } as const;
    queues.push(await owe(tx, { about, to, rank: reminderRank, want: 1 }, at));
  }
  return queues.length > 0 ? queues : null;
}

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return dateAfter(date, -((day + 6) % 7));
}
