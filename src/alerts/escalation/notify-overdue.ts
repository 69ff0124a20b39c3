import dayjs from 'dayjs';
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import type { Alert, Severity } from '../../domain/alert/alert.ts';
import { isBound, lastStep } from '../../domain/alert/deadlines.ts';
import { type About, type Destination, digestRank, highRank } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { nextNumber } from '../../store/next-number.ts';
import { type Due, isInDigestsAlone, mostSevereFirst, type Round, taken } from './due.ts';

/** As many as the message names, the most severe first. */
const named = 10;
/** From one such message to the next: what is overdue meanwhile is gathered. */
const apartMinutes = 30;
/** When the admins were last told, in milliseconds. */
const toldAt = 'overdueTold';
/** Under what the round keeps the message: no queue is called so. */
const post = 'overdue';

type Overdue = Extract<About, { kind: 'overdue' }>;

/**
 * Tells the admins what nobody answered within a day, in one message: whatever is overdue at once, and then at most every
 * half hour. Returns the queues that have work now, and the round's messages.
 */
export async function notifyOverdue(
  tx: Tx,
  due: readonly Due[],
  { at, admins, posts }: Round,
): Promise<{ queues: readonly string[]; posts: Round['posts'] }> {
  const going: Due[] = [];
  for (const one of due) {
    const until = posts.has(post) ? null : await waitsUntil(tx, one, admins, at);
    if (until === null) going.push(one);
    else await tx.put('alerts', { ...one.alert, escalated: lastStep, escalateAt: until });
  }
  if (going.length === 0) return { queues: [], posts };
  const known = posts.get(post);
  const before = known ? await overdueOf(tx, known) : null;
  const about = await adding(tx, before, going);
  const queues: string[] = [];
  for (const to of admins) {
    const earlier = await tx.get('deliveries', deliveryId(about, to));
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about });
    const rank = about.counts.high > 0 ? highRank : digestRank;
    queues.push(await enqueue(tx, { about, to, rank, want: 1 }, at));
  }
  for (const one of going) {
    const names = about.alertIds.includes(one.alert.id) ? admins.map((to) => deliveryId(about, to)) : [];
    await taken(tx, one, names, at);
    if (one.alert.origin === 'drill') await missed(tx, one.alert, at);
  }
  await tx.put('counters', { id: toldAt, value: Date.parse(at) });
  const [first] = admins;
  return { queues, posts: first ? new Map([...posts, [post, deliveryId(about, first)]]) : posts };
}

/** Nobody is there to be told yet, so that the first admin who comes is; or they were told a moment ago. Null for now. */
async function waitsUntil(
  reader: Reader,
  { alert }: Due,
  admins: readonly Destination[],
  at: string,
): Promise<string | null> {
  if (admins.length === 0) return alert.origin === 'drill' ? null : dayjs(at).add(5, 'minute').toISOString();
  const told = (await reader.get('counters', toldAt))?.value;
  const passed = told === undefined ? -1 : Date.parse(at) - told;
  // What a clock wrote that was ahead holds up nothing.
  if (told === undefined || passed < 0 || passed >= apartMinutes * 60_000) return null;
  return dayjs(told).add(apartMinutes, 'minute').toISOString();
}

async function overdueOf(reader: Reader, id: string): Promise<Overdue | null> {
  const about = (await reader.get('deliveries', id))?.about;
  return about?.kind === 'overdue' ? about : null;
}

/** The message with these too. */
async function adding(tx: Tx, before: Overdue | null, due: readonly Due[]): Promise<Overdue> {
  const own = due.filter(({ cards }) => !isInDigestsAlone(cards));
  const ordered = mostSevereFirst(own);
  const counts: Record<Severity, number> = { high: 0, medium: 0, low: 0, informational: 0, ...before?.counts };
  for (const { alert } of due) counts[alert.content.severity] += 1;
  const [digestId = null] = due.flatMap(({ cards }) =>
    isInDigestsAlone(cards) ? cards.flatMap((card) => card.digestId ?? []) : [],
  );
  const all = [...(before?.alertIds ?? []), ...ordered.map(({ alert }) => alert.id)];
  return {
    kind: 'overdue',
    id: before?.id ?? (await nextNumber(tx, 'overdue')),
    alertIds: all.slice(0, named),
    more: (before?.more ?? 0) + Math.max(0, all.length - named),
    counts,
    limit: await limitOf(tx, before, due),
    digestId: before?.digestId ?? digestId,
  };
}

/** The strictest of all. */
async function limitOf(tx: Tx, before: Overdue | null, due: readonly Due[]): Promise<Overdue['limit']> {
  const real = due.filter(({ alert }) => alert.origin !== 'drill');
  const ids = new Set(real.map(({ alert }) => alert.tenantId));
  const tenants = await Promise.all([...ids].map((id) => (id === null ? null : tx.get('tenants', id))));
  if (before?.limit === 'bound' || tenants.some((tenant) => isBound(tenant?.partnerType ?? null))) return 'bound';
  return before?.limit === 'advised' || real.length > 0 ? 'advised' : 'drills';
}

/** Nobody answered a drill: that is a reason to look at the contact. */
async function missed(tx: Tx, { tenantId }: Alert, at: string): Promise<void> {
  const tenant = tenantId === null ? null : await tx.get('tenants', tenantId);
  if (tenant) await tx.put('tenants', { ...tenant, missedDrillAt: at });
}
