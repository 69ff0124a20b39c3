import { enqueue, markDropped, reopen } from '../../delivery/transitions.ts';
import { type Delivery, idInQueue, reminderRank } from '../../domain/delivery/delivery.ts';
import { isRetired } from '../../domain/tenant/partner-tenant.ts';
import { mondayOf } from '../../domain/time/zones.ts';
import type { Subscription } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { Audience } from '../audience/audience.ts';

/** What is known of a person's digest of one week. */
type SummaryOfWeek = Awaited<ReturnType<typeof weeklyIn>>;

/** Enqueues the digest of the week for one person, one for all tenants. It goes in the first slot of the week without another message. */
export async function enqueueWeekly(tx: Tx, { to }: Audience, week: SummaryOfWeek, at: string): Promise<void> {
  const { monday, mine, due, late } = week;
  if (late) return sendLate(tx, late, mine, at);
  for (const one of due) await tx.put('subscriptions', { ...one, week: monday, lastDigest: nextTime(one, at) });
  const tenantIds = due.map(({ tenantId }) => tenantId);
  await enqueue(tx, { about: weekly(monday, tenantIds), to, rank: reminderRank }, at);
}

/** Returns what the digest of a week is about. Its delivery's id is the same whatever the tenants are. */
export function weekly(week: string, tenantIds: readonly string[] = []) {
  return { kind: 'weekly', tenantIds, week } as const;
}

/**
 * Returns what is known of a person's digest of the week of this Monday: the subscriptions to tenants that the person may see (`mine`),
 * those of them whose digest has still to be sent (`due`), and a digest that was not sent in time (`late`); nothing for a channel.
 */
export async function weeklyIn(reader: Reader, { to, queue, isAdmin, tenantIds }: Audience, monday: string) {
  const mine: Subscription[] = [];
  const who = to.kind === 'person' ? to.id : null;
  for (const one of who === null ? [] : await reader.list('subscriptions')) {
    const tenant = one.who === who ? await reader.get('tenants', one.tenantId) : null;
    if (tenant && !isRetired(tenant) && (isAdmin || tenantIds?.includes(tenant.id))) mine.push(one);
  }
  const digest = await reader.get('deliveries', idInQueue(weekly(monday), queue));
  const late = digest?.state === 'dropped' && mine.length > 0 ? digest : null;
  return { monday, mine, due: mine.filter((one) => one.week !== monday), late };
}

/** Returns the time that the next digest tells of: up to now from the end of the last digest, or from a week ago for the first one. */
function nextTime({ lastDigest }: Subscription, at: string): Subscription['lastDigest'] {
  const weekAgo = new Date(Date.parse(at) - 7 * 86_400_000).toISOString();
  return { from: lastDigest?.until ?? weekAgo, until: at, first: lastDigest === undefined };
}

/** Sends a digest that was not sent in the working hours of its slot. It tells of what came meanwhile too. */
async function sendLate(tx: Tx, delivery: Delivery, mine: readonly Subscription[], at: string): Promise<void> {
  for (const one of mine) {
    const lastDigest =
      one.lastDigest?.until === delivery.since
        ? { ...one.lastDigest, until: at }
        : (one.lastDigest ?? nextTime(one, at));
    await tx.put('subscriptions', { ...one, lastDigest });
  }
  await reopen(tx, delivery, at);
}

/** Drops the digest of a day on which a reminder goes out before it. The digest goes in the next free slot. */
export async function putOffWeekly(tx: Tx, queue: string, date: string, at: string): Promise<void> {
  const digest = await tx.get('deliveries', idInQueue(weekly(mondayOf(date)), queue));
  if (digest?.state === 'waiting') await markDropped(tx, digest, at);
}
