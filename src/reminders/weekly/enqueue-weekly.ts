import { dropped, enqueue, reopen } from '../../delivery/transitions.ts';
import { type Delivery, reminderRank } from '../../domain/delivery/delivery.ts';
import { idInQueue } from '../../domain/delivery/delivery-id.ts';
import { isRetired } from '../../domain/tenant/retired.ts';
import { mondayOf, type Slot } from '../../domain/time/working-hours.ts';
import type { Subscription } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { Audience } from '../audience/audience.ts';

/** Enqueues the digest of the week for one person, one for all tenants. It goes in the first slot of the week without another message. Returns false when there is none to send. */
export async function enqueueWeekly(tx: Tx, audience: Audience, slot: Slot, at: string): Promise<boolean> {
  const week = mondayOf(slot.date);
  const { mine, due, late } = await weeklyIn(tx, audience, week);
  if (late) await sendLate(tx, late, mine, at);
  else if (due.length > 0) {
    for (const one of due) await tx.put('subscriptions', { ...one, week, told: nextTime(one, at) });
    const about = weekly(
      week,
      due.map(({ tenantId }) => tenantId),
    );
    await enqueue(tx, { about, to: audience.to, rank: reminderRank }, at);
  }
  return late !== null || due.length > 0;
}

/** Returns what the digest of a week is about. Its delivery's id is the same whatever the tenants are. */
export function weekly(week: string, tenantIds: readonly string[] = []) {
  return { kind: 'weekly', tenantIds, week } as const;
}

/** Returns a person's subscriptions to tenants that they may see, those of them that are due in the week of this Monday, and a digest of it that was not sent in time. */
export async function weeklyIn(
  reader: Reader,
  { to, queue, isAdmin, tenantIds }: Audience,
  week: string,
): Promise<{ mine: readonly Subscription[]; due: readonly Subscription[]; late: Delivery | null }> {
  if (to.kind !== 'person') return { mine: [], due: [], late: null };
  const mine: Subscription[] = [];
  for (const one of await reader.list('subscriptions')) {
    const tenant = one.who === to.id ? await reader.get('tenants', one.tenantId) : null;
    if (tenant && !isRetired(tenant) && (isAdmin || tenantIds?.includes(tenant.id))) mine.push(one);
  }
  const digest = await reader.get('deliveries', idInQueue(weekly(week), queue));
  const late = digest?.state === 'dropped' && mine.length > 0 ? digest : null;
  return { mine, due: mine.filter((one) => one.week !== week), late };
}

/** Returns the time that the next digest tells of: up to now from the end of the last digest, or from a week ago for the first one. */
function nextTime({ told }: Subscription, at: string): Subscription['told'] {
  const weekAgo = new Date(Date.parse(at) - 7 * 86_400_000).toISOString();
  return { from: told?.until ?? weekAgo, until: at, first: told === undefined };
}

/** Sends a digest that was not sent in the working hours of its slot. It tells of what came meanwhile too. */
async function sendLate(tx: Tx, delivery: Delivery, mine: readonly Subscription[], at: string): Promise<void> {
  for (const one of mine) {
    const told = one.told?.until === delivery.since ? { ...one.told, until: at } : (one.told ?? nextTime(one, at));
    await tx.put('subscriptions', { ...one, told });
  }
  await reopen(tx, delivery, at);
}

/** Drops the digest of a day on which a reminder goes out before it. The digest goes in the next free slot. */
export async function putOffWeekly(tx: Tx, queue: string, date: string, at: string): Promise<void> {
  const digest = await tx.get('deliveries', idInQueue(weekly(mondayOf(date)), queue));
  if (digest?.state === 'waiting') await dropped(tx, digest, at);
}
