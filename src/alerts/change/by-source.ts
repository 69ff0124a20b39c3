/** Applies to an alert what its source says of its status: somebody may work it there. */
import type { Acknowledged, Alert, Resolved } from '../../domain/alert/alert.ts';
import { outOfBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import type { AlertStatus, StatusThere } from '../../domain/alert/status.ts';
import { type Step, withStep } from '../../domain/alert/timeline.ts';
import type { RouteSettings } from '../../domain/delivery/routing.ts';
import type { Tx } from '../../ports/store.ts';
import { enqueueFollowUp, recordAction } from './record.ts';
import { refreshAfterTransition } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';

/** The settings of routing and reminders, and the time of the change (ISO 8601, UTC). */
interface HeardThere {
  settings: RouteSettings & LadderSettings;
  at: string;
}

/**
 * Applies a status that the source was seen to give the alert, and returns the alert; the same one where that is nothing new. Resolved there
 * is resolved here. `investigating` acknowledges an open alert, without a holder. Only a change there from resolved to another status
 * reopens one. While our own answer waits to be written back, what is not resolved there changes nothing.
 */
export async function applyThere(tx: Tx, known: Alert, said: StatusThere, how: HeardThere): Promise<Alert> {
  const before = known.there?.status;
  const seen = before === said.status ? known : { ...known, there: { status: said.status, since: how.at } };
  const isWriting = (await tx.get('writeBacks', known.id)) !== null;
  if (said.status === 'resolved') {
    if (isWriting) await tx.remove('writeBacks', known.id);
    return known.status === 'resolved' ? stored(tx, known, seen) : resolveThere(tx, known, seen, said, how);
  }
  const isReopened = before === 'resolved' && known.status === 'resolved' && !isWriting;
  const open = isReopened ? await reopenThere(tx, known, seen, said, how) : seen;
  if (said.status === 'investigating' && open.status === 'active' && !isWriting)
    return acknowledgeThere(tx, open, said, how);
  return isReopened ? open : stored(tx, known, seen);
}

/** Notes that the source has the alert no longer. It stays as it is here, and its card says so. */
export async function goneThere(tx: Tx, known: Alert, at: string): Promise<void> {
  if (known.there?.status === 'gone') return;
  const after: Alert = { ...known, there: { status: 'gone', since: at }, revision: known.revision + 1 };
  await tx.remove('writeBacks', known.id);
  await tx.put('alerts', after);
  await refreshAfterTransition(tx, known, after, 'other', at);
}

async function stored(tx: Tx, known: Alert, after: Alert): Promise<Alert> {
  if (after === known) return known;
  const wasGone = known.there?.status === 'gone';
  const row = wasGone ? { ...after, revision: after.revision + 1 } : after;
  await tx.put('alerts', row);
  if (wasGone) await refreshAfterTransition(tx, known, row, 'other', row.there?.since ?? '');
  return row;
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
  const alert: Alert = { ...after, revision: before.revision + 1, timeline: withStep(before.timeline, step) };
  await tx.put('alerts', alert);
  await refreshAfterTransition(tx, before, alert, 'other', at);
  if (what !== 'acknowledged') await enqueueFollowUp(tx, alert, at);
  await recordAction(tx, `alert.${what}`, alert, who, said.reason ?? undefined);
  return alert;
}
