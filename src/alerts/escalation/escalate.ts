import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueue, forgetDelivery } from '../../delivery/transitions.ts';
import { type Alert, isReal } from '../../domain/alert/alert.ts';
import {
  earlyMinutes,
  isOverdue,
  type LadderFor,
  limitMinutes,
  limitOf,
  nextReminder,
  stepDue,
  takenBack,
} from '../../domain/alert/deadlines.ts';
import { severities } from '../../domain/alert/severity.ts';
import { ownStep, withStep } from '../../domain/alert/timeline.ts';
import { digestRank, idInQueue } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { refreshAfterTransition, refreshAlertCards } from '../change/refresh-cards.ts';
import { closeMissed } from './close-by-age.ts';
import { type DueAlert, dueAlert, isQuietlyInDigest, mostSevereFirst, remindersWith } from './due-alert.ts';
import { forgetEarlyNews, noteNotified, remindAdmins, waitsUntil } from './remind-admins.ts';
import { batchReminders, type EscalationRound } from './remind-in-channels.ts';

/** The most alerts that one change takes, so that nobody waits long for the store. */
const batchSize = 200;

type Reminding = Pick<World, 'settings' | 'defaults'>;

/** Reminds people of alerts that nobody has acknowledged, the most severe first: in their channels, and the admins. */
export async function escalate(world: World): Promise<void> {
  const at = world.clock.now();
  if ((await world.store.read((reader) => alertsDue(reader, at, 1))).length === 0) return;
  const admins = (await adminPlaces(world)).critical;
  let posts: ReadonlyMap<string, string> = new Map();
  for (let left = true; left; ) {
    // A full store takes it too: each alert has few steps, and no alert is accepted meanwhile.
    const how = { evenWhenFull: true, wakes: false } as const;
    const earlier = posts;
    const remind = (tx: Tx) => remindSome(tx, { at, admins, posts: new Map(earlier), sent: new Map() }, world);
    ({ posts, left } = await world.store.change(remind, how));
  }
  world.wake(await world.store.read((reader) => reader.keys('deliveries.due')));
}

async function remindSome(tx: Tx, round: EscalationRound, world: Reminding) {
  const { at } = round;
  const alerts = await alertsDue(tx, at, batchSize);
  const now: DueAlert[] = [];
  for (const alert of alerts) {
    const one = await dueAlert(tx, alert, at, world.settings);
    const until = await putOff(tx, one, round, world);
    if (until === null) now.push(one);
    else await tx.put('alerts', { ...alert, escalateAt: until });
  }
  const due = mostSevereFirst([...now, ...(now.length > 0 ? await comingAlong(tx, now, at, world) : [])]);
  await batchReminders(tx, due, round);
  await remindAdmins(tx, due, round);
  await noteNotified(tx, due, at);
  for (const one of due) await recordStep(tx, one, round.sent.get(one.alert.id) ?? [], at, world);
  return { posts: round.posts, left: alerts.length === batchSize };
}

/** Returns until when the alert waits without a reminder; null when people are reminded of it now. */
async function putOff(tx: Tx, due: DueAlert, round: EscalationRound, world: Reminding): Promise<string | null> {
  const { alert, step, tenant } = due;
  // Versions before 2026-12 fell silent after the limit.
  if (alert.escalateAt === null) return nextReminder(alert, round.at, ladderFor(tenant, world));
  if (isQuietlyInDigest(due)) return limitOf(alert);
  const isPointless = step.minutes < limitMinutes && due.channelCards.size === 0 && !due.callsAdmins;
  if (isPointless) return nextReminder(alert, round.at, ladderFor(tenant, world));
  const until = await waitsUntil(tx, due, round);
  return until === 'next' ? nextReminder(alert, round.at, ladderFor(tenant, world)) : until;
}

function ladderFor(tenant: StoredTenant | null, { settings, defaults }: Reminding): LadderFor {
  return { settings, timezone: tenant?.contact?.timezone ?? defaults.timezone };
}

/** Records that the step was taken, in the change that enqueues its reminders, whose ids are `sent`. */
async function recordStep(tx: Tx, { alert, tenant }: DueAlert, sent: readonly string[], at: string, world: Reminding) {
  const escalateAt = nextReminder(alert, at, ladderFor(tenant, world));
  const isMissed = escalateAt === null;
  const step = ownStep(isMissed ? 'missed' : 'escalated', at, { sent: sent.length });
  const after: Alert = {
    ...alert,
    escalateAt,
    timeline: withStep(alert.timeline, step),
    ...(sent.length > 0 ? { escalations: remindersWith(alert, sent) } : {}),
  };
  await tx.put('alerts', after);
  if (isMissed) await closeMissed(tx, after, at);
}

/** Returns the alerts that are due, the most severe first: a storm of lesser alerts holds up no high one. */
async function alertsDue(reader: Reader, at: string, limit: number): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const key of severities.toReversed()) {
    if (found.length === limit) break;
    const rows = await reader.scan('alerts.escalation', { key, after: null, limit: limit - found.length });
    found.push(...rows.filter(({ escalateAt }) => escalateAt === null || escalateAt <= at));
  }
  return found;
}

/** The minutes that any reminder may come early, at most. */
const earlyAtMost = 60;

/** Returns the alerts that are due soon, in the places where people are reminded of others now: one message covers them all. */
async function comingAlong(reader: Reader, now: readonly DueAlert[], at: string, world: Reminding) {
  const queues = new Set(now.flatMap(({ channelCards }) => [...channelCards.keys()]));
  const callsAdmins = now.some((one) => one.callsAdmins);
  const latest = dayjs(at).add(earlyAtMost, 'minute').toISOString();
  const found: DueAlert[] = [];
  for (const key of severities.toReversed())
    for (const alert of await reader.scan('alerts.escalation', { key, after: at, limit: batchSize })) {
      const { escalateAt } = alert;
      if (escalateAt === null || escalateAt <= at) continue;
      if (escalateAt > latest) break;
      const early = earlyMinutes(stepDue(alert, at, world.settings));
      if (escalateAt > dayjs(at).add(early, 'minute').toISOString()) continue;
      const one = await dueAlert(reader, alert, at, world.settings);
      const isNear =
        [...one.channelCards.keys()].some((queue) => queues.has(queue)) || (callsAdmins && one.callsAdmins);
      if (isNear && !isQuietlyInDigest(one)) found.push(one);
    }
  return found;
}

/** The milliseconds for which a digest may have unanswered alerts before people are reminded of it. */
const digestPatienceMs = 60 * 60_000;

/** Reminds people once of each digest that has been open for an hour and has unanswered alerts. */
export async function escalateDigests({ store, clock }: World): Promise<void> {
  const at = clock.now();
  const isLate = (digest: StormDigest) => Date.parse(at) - Date.parse(digest.openedAt) >= digestPatienceMs;
  const [first] = await store.read((reader) => reader.scan('digests.unescalated', { key: '', after: null, limit: 1 }));
  if (!first || !isLate(first)) return;
  const remind = async (tx: Tx) => {
    for (const digest of await tx.scan('digests.unescalated', { key: '', after: null, limit: batchSize })) {
      if (!isLate(digest)) break;
      await tx.put('digests', { ...digest, escalated: true });
      const cards = await tx.scan('deliveries.digestCard', { key: digest.id, after: null });
      const about = { kind: 'digestEscalation', digestId: digest.id, last: false } as const;
      // A card that is tried again counts as refused until its channel takes it.
      for (const { to, state, refusals } of cards)
        if (state !== 'refused' && refusals === undefined) await enqueue(tx, { about, to, rank: digestRank }, at);
    }
  };
  await store.change(remind, { evenWhenFull: true });
}

/** Makes the cards of alerts that nobody answered in time say so, and counts those alerts. */
export async function markOverdue({ store, clock, meter }: Pick<World, 'store' | 'clock' | 'meter'>): Promise<void> {
  const query = { key: '', after: null };
  const [first] = await store.read((reader) => reader.scan('alerts.unanswered', { ...query, limit: 1 }));
  if (!first || !isOverdue(first, clock.now())) return;
  const marked = await store.change(async (tx) => {
    const all = await tx.scan('alerts.unanswered', { ...query, limit: batchSize });
    const overdue = all.filter((alert) => isOverdue(alert, clock.now()));
    for (const alert of overdue) {
      const after = { ...alert, overdue: true, revision: alert.revision + 1 };
      await tx.put('alerts', after);
      await refreshAlertCards(tx, after, 'other');
    }
    return overdue;
  });
  for (const { content } of marked.filter(isReal)) meter.count('alerts_overdue_total', [content.severity]);
}

/* Takes back what was done to alerts and digests because the clock was ahead, once it was put right. */

/** A clock that is put back by less than this was not wrong: it is set by a little all the time. */
const marginMinutes = 1;
/** The days within which a next reminder is due: the longest run of days on which nobody works is shorter. */
const maxReminderDays = 14;

type TakingBack = Pick<World, 'store' | 'clock' | 'settings' | 'defaults'>;

/**
 * Takes back the steps of escalations, the marks of overdue alerts and the reminders of digests whose time is still to come. Reminders
 * of what arrived while the clock was ahead count from now. Call it only while the clock is steady.
 */
export async function takeBackEscalations(world: TakingBack): Promise<void> {
  const { store, clock } = world;
  const now = clock.now();
  await forgetEarlyNews({ store }, now);
  while ((await store.read((reader) => early(reader, now, 1))).length > 0)
    await store.change(async (tx) => {
      for (const alert of await early(tx, now, batchSize)) await takeBack(tx, alert, now, world);
    });
  while ((await store.read((reader) => remindedEarly(reader, now, 1))).length > 0)
    await store.change(async (tx) => {
      for (const digest of await remindedEarly(tx, now, batchSize)) await takeReminderBack(tx, digest);
    });
}

/** Returns alerts to which something was done before its time, or whose next reminder is further away than any can be. */
async function early(reader: Reader, now: string, limit: number): Promise<readonly Alert[]> {
  const soon = dayjs(now).add(marginMinutes, 'minute');
  const reached = await reader.scan('alerts.reached', { key: '', after: soon.toISOString(), limit });
  if (reached.length > 0) return reached;
  const after = soon.add(maxReminderDays, 'day').toISOString();
  const rows = await Promise.all(severities.map((key) => reader.scan('alerts.escalation', { key, after, limit })));
  return rows.flat();
}

async function takeBack(tx: Tx, before: Alert, now: string, { settings, defaults }: TakingBack): Promise<void> {
  const tenant = await tenantOf(tx, before);
  const alert = takenBack(before, now, { settings, timezone: tenant?.contact?.timezone ?? defaults.timezone });
  await tx.put('alerts', alert);
  if (alert.status === before.status) await refreshAlertCards(tx, alert, 'other');
  else await refreshAfterTransition(tx, before, alert, 'other', now);
  if (alert.origin !== 'drill' || !tenant?.missedDrillAt || tenant.missedDrillAt <= now) return;
  const { missedDrillAt: _early, ...rest } = tenant;
  await tx.put('tenants', rest);
}

/** Returns the open digests that people were reminded of too early. Cards for high alerts have no such reminder. */
function remindedEarly(reader: Reader, now: string, limit: number): Promise<readonly StormDigest[]> {
  const after = dayjs(now).subtract(digestPatienceMs, 'millisecond').add(marginMinutes, 'minute').toISOString();
  return reader.scan('digests.escalated', { key: '', after, limit });
}

/** Makes the digest due for a reminder. The one that was sent too early is forgotten, so that it does not count as that one. */
async function takeReminderBack(tx: Tx, digest: StormDigest): Promise<void> {
  await tx.put('digests', { ...digest, escalated: false });
  const about = { kind: 'digestEscalation', digestId: digest.id, last: false } as const;
  for (const { queue } of await tx.scan('deliveries.digestCard', { key: digest.id, after: null })) {
    const early = await tx.get('deliveries', idInQueue(about, queue));
    // The outcome of a call that is under way has to find its row.
    if (early && early.state !== 'sending') await forgetDelivery(tx, early.id);
  }
}
