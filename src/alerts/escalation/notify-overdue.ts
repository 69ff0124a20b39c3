import dayjs from 'dayjs';
import { enqueue, requestEdit } from '../../delivery/transitions.ts';
import { isBound, lastStep } from '../../domain/alert/deadlines.ts';
import { noCounts } from '../../domain/alert/severity.ts';
import { type About, type Destination, digestRank, highRank } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { nextNumber } from '../../store/next-number.ts';
import { tenantOf } from '../cards/load-alert.ts';
import {
  type DueAlert,
  type EscalationRound,
  isInDigestsAlone,
  mostSevereFirst,
  stepTaken,
} from './batch-reminders.ts';
import { resolveByNobody } from './close-by-age.ts';

/** The most alerts that the message names, the most severe first. */
const named = 10;
/** The minutes from one such message to the next, which gathers all alerts that become overdue meanwhile. */
const apartMinutes = 30;
/** The counter that holds when the admins were notified last, in milliseconds. */
const notifiedAt = 'overdueTold';
/** The key of the message among the round's posts: no queue has this name. */
const post = 'overdue';

type Overdue = Extract<About, { kind: 'overdue' }>;

/**
 * Notifies the admins of alerts that nobody answered within a day, in one message for all of them, and at most every half hour.
 * Returns the round's posts.
 */
export async function notifyOverdue(
  tx: Tx,
  due: readonly DueAlert[],
  { at, admins, posts }: EscalationRound,
): Promise<EscalationRound['posts']> {
  const going: DueAlert[] = [];
  for (const one of due) {
    const until = posts.has(post) ? null : await waitsUntil(tx, one, admins, at);
    if (until === null) going.push(one);
    else await tx.put('alerts', { ...one.alert, escalated: lastStep, escalateAt: until });
  }
  if (going.length === 0) return posts;
  const known = posts.get(post);
  const before = known ? await overdueOf(tx, known) : null;
  const about = await adding(tx, before, going);
  for (const to of admins) {
    const earlier = await tx.get('deliveries', deliveryId(about, to));
    if (earlier) await requestEdit(tx, earlier, earlier.want + 1, { about });
    const rank = about.counts.high > 0 ? highRank : digestRank;
    await enqueue(tx, { about, to, rank }, at);
  }
  for (const one of going) {
    const names = about.alertIds.includes(one.alert.id) ? admins.map((to) => deliveryId(about, to)) : [];
    await stepTaken(tx, one, names, at);
    if (one.alert.origin === 'drill') await closeMissed(tx, one.alert.id, at);
  }
  await tx.put('counters', { id: notifiedAt, value: Date.parse(at) });
  const [first] = admins;
  return first ? new Map([...posts, [post, deliveryId(about, first)]]) : posts;
}

/** Closes a drill that nobody acknowledged, and notes at its tenant that it was missed: a reason to check the contact. */
async function closeMissed(tx: Tx, id: string, at: string): Promise<void> {
  const drill = await tx.get('alerts', id);
  if (!drill) return;
  await resolveByNobody(tx, drill, at);
  const tenant = await tenantOf(tx, drill);
  if (tenant) await tx.put('tenants', { ...tenant, missedDrillAt: at });
}

/** Returns until when the alert waits: while there is no admin, or the admins were notified a moment ago. Null when it need not wait. */
async function waitsUntil(reader: Reader, { alert }: DueAlert, admins: readonly Destination[], at: string) {
  if (admins.length === 0) return alert.origin === 'drill' ? null : dayjs(at).add(5, 'minute').toISOString();
  const notified = (await reader.get('counters', notifiedAt))?.value;
  const passed = notified === undefined ? -1 : Date.parse(at) - notified;
  // A time in the future was written by a clock that was ahead: it holds up nothing.
  if (notified === undefined || passed < 0 || passed >= apartMinutes * 60_000) return null;
  return dayjs(notified).add(apartMinutes, 'minute').toISOString();
}

/** Forgets when the admins were notified last, if that is still to come at `now`: otherwise the next message would wait for it. */
export async function forgetEarlyNews({ store }: Pick<World, 'store'>, now: string): Promise<void> {
  const isEarly = async (reader: Reader) =>
    ((await reader.get('counters', notifiedAt))?.value ?? 0) > Date.parse(now) + 60_000;
  if (!(await store.read(isEarly))) return;
  await store.change(async (tx) => {
    if (await isEarly(tx)) await tx.remove('counters', notifiedAt);
  });
}

async function overdueOf(reader: Reader, id: string): Promise<Overdue | null> {
  const about = (await reader.get('deliveries', id))?.about;
  return about?.kind === 'overdue' ? about : null;
}

/** Returns the message with these alerts added. */
async function adding(tx: Tx, before: Overdue | null, due: readonly DueAlert[]): Promise<Overdue> {
  const own = due.filter(({ cards }) => !isInDigestsAlone(cards));
  const counts = { ...noCounts, ...before?.counts };
  for (const { alert } of due) counts[alert.content.severity] += 1;
  const [digestId = null] = due.flatMap(({ cards }) =>
    isInDigestsAlone(cards) ? cards.flatMap((card) => card.digestId ?? []) : [],
  );
  const all = [...(before?.alertIds ?? []), ...mostSevereFirst(own).map(({ alert }) => alert.id)];
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

/** Returns the strictest of the limits that Microsoft sets for these alerts. */
async function limitOf(tx: Tx, before: Overdue | null, due: readonly DueAlert[]): Promise<Overdue['limit']> {
  const real = due.filter(({ alert }) => alert.origin !== 'drill');
  const ids = new Set(real.map(({ alert }) => alert.tenantId));
  const tenants = await Promise.all([...ids].map((id) => (id === null ? null : tx.get('tenants', id))));
  if (before?.limit === 'bound' || tenants.some((tenant) => isBound(tenant?.partnerType ?? null))) return 'bound';
  return before?.limit === 'advised' || real.length > 0 ? 'advised' : 'drills';
}
