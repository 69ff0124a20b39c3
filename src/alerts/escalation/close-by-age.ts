import dayjs from 'dayjs';
import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { type Alert, highestSeverity } from '../../domain/alert/alert.ts';
import { holderOf } from '../../domain/alert/holding.ts';
import { lastNewsAt, ownStep, withStep } from '../../domain/alert/timeline.ts';
import { queueOf, talkRank } from '../../domain/delivery/delivery.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { tenantOf } from '../cards/load-alert.ts';
import type { PatientWorld } from '../change/archive.ts';
import { resolveUnanswered } from '../change/transitions.ts';

/** The most alerts that one tick closes: each may need an edit, and a channel takes about one a second. */
const batchSize = 50;
const dayMs = 24 * 3_600_000;

interface AgeLimits {
  at: string;
  /** An alert without news since before this time is closed. */
  old: string;
  /** Admins are notified of an alert without news since before `warn`; it is closed when they were notified before `warned`. */
  warn: string;
  warned: string;
}

/**
 * Closes alerts without news for as many days as the setting CLOSE_AFTER says: acknowledged ones, and untouched ones of medium
 * severity and below. Admins are notified of high ones a day before; those stay open while no such message arrives.
 */
export async function closeByAge(world: PatientWorld): Promise<void> {
  // In its first day the bot cannot know whether the clock is right.
  if (world.trusted.runMs < dayMs) return;
  const at = world.clock.now();
  const before = (days: number) => dayjs(at).subtract(days, 'day').toISOString();
  const days = world.settings.closeAfterDays;
  const limits = { at, old: before(days), warn: before(days - 1), warned: before(1) };
  await notifyAdmins(world, limits);
  await close(world, limits);
}

/** Enqueues one message about all high alerts that close tomorrow, to the admins, and to each holder about theirs. */
async function notifyAdmins(world: PatientWorld, { at, warn }: AgeLimits): Promise<void> {
  if ((await world.store.read((reader) => aging(reader, 'high', warn))).length === 0) return;
  const admins = (await adminPlaces(world)).usual;
  if (admins.length === 0) return;
  const notify = async (tx: Tx) => {
    const alerts = await aging(tx, 'high', warn);
    for (const alert of alerts) await tx.put('alerts', { ...alert, closingNotifiedAt: at });
    const about = { kind: 'closing', alertIds: alerts.map(({ id }) => id), at } as const;
    if (alerts.length > 0) await enqueueFor(tx, { about, rank: talkRank }, admins, at);
    const holders = Map.groupBy(alerts, (alert) => holderOf(alert)?.by);
    for (const [id, theirs] of holders) {
      if (!id || admins.some((to) => queueOf(to) === id)) continue;
      const own = { kind: 'closing', alertIds: theirs.map((alert) => alert.id), at } as const;
      await enqueueFor(tx, { about: own, rank: talkRank }, [{ kind: 'person', id }], at);
    }
  };
  // A full store takes it too: otherwise nothing would close, and no room would come.
  await world.store.change(notify, { evenWhenFull: true });
}

async function close({ store }: PatientWorld, limits: AgeLimits): Promise<void> {
  if ((await store.read((reader) => due(reader, limits))).length === 0) return;
  await store.change(async (tx) => {
    for (const alert of await due(tx, limits)) await closeOrWarnAgain(tx, alert, limits);
  });
}

async function due(reader: Reader, { old, warned }: AgeLimits): Promise<readonly Alert[]> {
  return [...(await aging(reader, 'warned', warned)), ...(await aging(reader, 'notHigh', old))].slice(0, batchSize);
}

/**
 * Closes the alert, unless it is a high one whose message to the admins arrived nowhere, which is sent again, or arrived less
 * than a day ago.
 */
async function closeOrWarnAgain(tx: Tx, alert: Alert, { at, warned }: AgeLimits): Promise<void> {
  const { closingNotifiedAt, ...unwarned } = alert;
  if (highestSeverity(alert) !== 'high' || !closingNotifiedAt) return resolve(tx, alert, at);
  const all = await tx.scan('deliveries.closing', { key: closingNotifiedAt, after: null });
  const arrived = all.find(({ about }) => about.kind === 'closing' && about.alertIds.includes(alert.id))?.doneAt;
  if (arrived && arrived < warned) return resolve(tx, alert, at);
  if (!arrived) await tx.put('alerts', unwarned);
}

/** Returns the alerts of a kind that had no news, or were warned of, since before that time. */
async function aging(reader: Reader, kind: 'notHigh' | 'high' | 'warned', before: string): Promise<readonly Alert[]> {
  const rows = await reader.scan('alerts.aging', { key: kind, after: null, limit: batchSize });
  const since = (alert: Alert) => (kind === 'warned' ? (alert.closingNotifiedAt ?? '') : lastNewsAt(alert));
  return rows.filter((alert) => since(alert) < before);
}

function resolve(tx: Tx, alert: Alert, at: string): Promise<void> {
  return resolveByNobody(tx, { ...alert, timeline: withStep(alert.timeline, ownStep('closed', at)) }, at);
}

/** Resolves the alert by nobody, which does not count as an answer. */
function resolveByNobody(tx: Tx, alert: Alert, at: string): Promise<void> {
  return resolveUnanswered(tx, alert, { at, by: null, byName: '', note: '' });
}

/** Closes a drill that nobody acknowledged, and notes at its tenant that it was missed: a reason to check the contact. */
export async function closeMissed(tx: Tx, drill: Alert, at: string): Promise<void> {
  await resolveByNobody(tx, drill, at);
  const tenant = await tenantOf(tx, drill);
  if (tenant) await tx.put('tenants', { ...tenant, missedDrillAt: at });
}
