/** Applies to an alert what its source says of its status: somebody may work it there. */
import type { Acknowledged, Alert, Resolved } from '../../domain/alert/alert.ts';
import { isBacklog, outOfBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import type { AlertStatus, StatusThere } from '../../domain/alert/status.ts';
import { ownStep, type Step, withStep } from '../../domain/alert/timeline.ts';
import type { RouteSettings } from '../../domain/delivery/routing.ts';
import type { WriteBack } from '../../ports/collections.ts';
import type { Tx } from '../../ports/store.ts';
import type { FeatureSettings } from '../../ports/world.ts';
import { enqueueWriteBack } from '../write-back/enqueue-write-back.ts';
import { isThere, staysResolved } from '../write-back/wanted.ts';
import { enqueueFollowUp, recordAction } from './record.ts';
import { leaveDigests, refreshAfterTransition } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';

/**
 * The settings of routing and reminders, the time of the change, and the time at which the source was asked (both ISO 8601, UTC): what is
 * known of the alert since then is newer.
 */
interface HeardThere {
  settings: RouteSettings & LadderSettings & Pick<FeatureSettings, 'sources'>;
  at: string;
  askedAt: string;
}

/**
 * Applies a status that the source was seen to give the alert, and returns the alert; the same one where that is nothing new. Resolved there
 * is resolved here. `investigating` acknowledges an open alert, without a holder. Only a change there from resolved to another status
 * reopens one. While our own answer waits to be written back, only what is resolved there changes anything, and not where our answer takes
 * just that back.
 */
export async function applyThere(tx: Tx, known: Alert, said: StatusThere, how: HeardThere): Promise<Alert> {
  const row = await tx.get('writeBacks', known.id);
  if (isOutdated(known, row, how)) return known;
  const before = known.there?.status;
  const seen = before === said.status ? known : { ...known, there: { status: said.status, since: how.at } };
  if (row) return applyToAnswer(tx, known, seen, { said, row, how });
  // Somebody may have answered otherwise here, since it was first seen so.
  if (seen === known) return known;
  if (said.status === 'resolved')
    return known.status === 'resolved' ? stored(tx, known, seen) : resolveThere(tx, known, seen, said, how);
  const isReopened = before === 'resolved' && known.status === 'resolved';
  const open = isReopened ? await reopenThere(tx, known, seen, said, how) : seen;
  if (said.status === 'investigating' && open.status === 'active') return acknowledgeThere(tx, open, said, how);
  if (isReopened) return open;
  return stored(tx, known, before === 'gone' ? await answeredAgain(tx, seen, said, how) : seen);
}

/** Has what a person answered here written to a source that has the alert again: while it had not, nothing could be. */
async function answeredAgain(
  tx: Tx,
  seen: Alert,
  { status }: StatusThere,
  { at, settings }: HeardThere,
): Promise<Alert> {
  const { resolved, acknowledged } = seen;
  const isAnswer = resolved ? resolved.by !== null && resolved.reason !== null : (acknowledged?.by ?? null) !== null;
  return isAnswer ? enqueueWriteBack(tx, { ...seen, status }, seen, at, settings) : seen;
}

/** Returns whether the source was asked before it said something else, and before the newest answer here. */
function isOutdated({ there }: Alert, row: WriteBack | null, { askedAt, at }: HeardThere): boolean {
  // A time in the future was written by a clock that was ahead: it holds up nothing.
  return [there?.since, row?.since, row?.sent?.at].some((time) => time !== undefined && time > askedAt && time <= at);
}

interface HeardOfAnswer {
  said: StatusThere;
  row: WriteBack;
  how: HeardThere;
}

async function applyToAnswer(tx: Tx, known: Alert, seen: Alert, { said, row, how }: HeardOfAnswer): Promise<Alert> {
  const withOwn = (step: Step): Alert => ({ ...seen, timeline: withStep(known.timeline, step) });
  if (isThere(row, said)) {
    await tx.remove('writeBacks', row.id);
    return stored(tx, known, row.sent ? withOwn(ownStep('writtenBack', how.at)) : seen);
  }
  if (!staysResolved(row, said)) {
    if (row.takesBack && known.there?.status === 'resolved' && said.status !== 'resolved')
      await forgetTakingBack(tx, row);
    return stored(tx, known, seen);
  }
  await tx.remove('writeBacks', row.id);
  if (known.status !== 'resolved') return resolveThere(tx, known, seen, said, how);
  const step: Step = { ...byThere(said, how.at), what: 'keptThere', note: said.reason ?? '' };
  return stored(tx, known, withOwn(step));
}

/** Once the alert is open there again, the answer takes nothing back: whoever resolves it there from now on does so after the answer. */
async function forgetTakingBack(tx: Tx, { takesBack: _done, ...row }: WriteBack): Promise<void> {
  await tx.put('writeBacks', row);
}

/** Notes that the source has the alert no longer. It stays as it is here, and its card says so. */
export async function goneThere(tx: Tx, known: Alert, at: string): Promise<void> {
  await tx.remove('writeBacks', known.id);
  if (known.there?.status === 'gone') return;
  const { answerThere: _before, ...rest } = known;
  const timeline = withStep(known.timeline, ownStep('goneThere', at));
  const after: Alert = { ...rest, there: { status: 'gone', since: at }, timeline, revision: known.revision + 1 };
  await tx.put('alerts', after);
  await refreshAfterTransition(tx, known, after, 'other', at);
}

async function stored(tx: Tx, known: Alert, after: Alert): Promise<Alert> {
  if (after === known) return known;
  const alert = settled(after);
  const isShown = known.there?.status === 'gone' || alert.answerThere !== known.answerThere;
  const row = isShown ? { ...alert, revision: alert.revision + 1 } : alert;
  await tx.put('alerts', row);
  if (isShown) await refreshAfterTransition(tx, known, row, 'other', row.there?.since ?? '');
  return row;
}

/** Nobody has to answer it there any more, where that was done. */
function settled(alert: Alert): Alert {
  const { answerThere: _done, ...rest } = alert;
  return alert.status === alert.there?.status ? rest : alert;
}

/** Who did it, as the source names them. */
type ByThere = Acknowledged & { by: null; there: true };

function byThere({ by }: StatusThere, at: string): ByThere {
  return { at, by: null, byName: by, there: true };
}

/** Returns when the source says that the alert was resolved; our time of the look where that cannot be. */
function resolvedAt(alert: Alert, said: StatusThere, now: string): string {
  return said.at !== null && said.at <= now && said.at >= detectedAt(alert) ? said.at : now;
}

async function resolveThere(tx: Tx, known: Alert, seen: Alert, said: StatusThere, how: HeardThere): Promise<Alert> {
  const { offered: _offered, ask: _ask, ...rest } = seen;
  const at = resolvedAt(known, said, how.at);
  const resolved: Resolved = { ...byThere(said, at), reason: said.reason, note: '' };
  const firstAnsweredAt = known.firstAnsweredAt ?? at;
  return change(tx, known, { ...rest, status: 'resolved', resolved, firstAnsweredAt, escalateAt: null }, said, how);
}

async function acknowledgeThere(tx: Tx, open: Alert, said: StatusThere, how: HeardThere): Promise<Alert> {
  const { at } = how;
  const { by, byName } = byThere(said, at);
  const { offered: _offered, ask: _ask, holder: _holder, ...rest } = open;
  const acknowledged = { at, by, byName };
  const firstAnsweredAt = open.firstAnsweredAt ?? at;
  return change(
    tx,
    open,
    { ...rest, status: 'investigating', acknowledged, firstAnsweredAt, escalateAt: null },
    said,
    how,
  );
}

async function reopenThere(tx: Tx, known: Alert, seen: Alert, said: StatusThere, how: HeardThere): Promise<Alert> {
  const { at, settings } = how;
  const { offered: _offered, ask: _ask, closingNotifiedAt: _told, ...rest } = seen;
  const open: Alert = {
    ...outOfBacklog(rest, at),
    ...firstEscalation(outOfBacklog(known, at), at, at, settings),
    ...{ status: 'active', acknowledged: null, resolved: null, urgentSince: known.revision + 1 },
  };
  const after = await change(tx, known, open, { ...said, status: 'active' }, how);
  await rerouteReopened(tx, after, how);
  return (await tx.get('alerts', after.id)) ?? after;
}

const words = { active: 'reopened', investigating: 'acknowledged', resolved: 'resolved' } as const satisfies Record<
  AlertStatus,
  Step['what']
>;

/** Stores the alert with its step, the edits of its cards, the line in their threads, and the entry of the audit trail. */
async function change(tx: Tx, before: Alert, after: Alert, said: StatusThere, { at }: HeardThere): Promise<Alert> {
  const who = byThere(said, at);
  const what = words[said.status];
  const step: Step = { ...who, what, note: what === 'resolved' ? (said.reason ?? '') : '' };
  const timeline = withStep(before.timeline, step);
  const alert: Alert = { ...settled(after), revision: before.revision + 1, timeline };
  await tx.put('alerts', alert);
  await refreshAfterTransition(tx, before, alert, 'other', at);
  if (isBacklog(before) && !isBacklog(alert)) await leaveDigests(tx, alert, at);
  if (what !== 'acknowledged') await enqueueFollowUp(tx, alert, at);
  await recordAction(tx, `alert.${what}`, alert, who, said.reason ?? undefined);
  return alert;
}
