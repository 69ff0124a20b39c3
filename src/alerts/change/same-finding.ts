/** Finds the alert that is the same finding as one that came, by what the rules of its source say. */
import { type Alert, alertId, speakingId } from '../../domain/alert/alert.ts';
import { mayReopen } from '../../domain/alert/archivable.ts';
import { isBacklog, outOfBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import { sameKey, seenAgain } from '../../domain/alert/repeat.ts';
import type { SourceEvent } from '../../domain/alert/source-event.ts';
import { withStep } from '../../domain/alert/timeline.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { leaveDigests } from './leave-digest.ts';
import { enqueueFollowUp } from './record.ts';
import { refreshAfterTransition, refreshAlertCards } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';

/** An alert that came, as far as it may be the same finding as another one. */
interface SentFinding extends Partial<Pick<SourceEvent, 'same' | 'over' | 'held'>> {
  content: { id: string };
  origin: { source: string };
}

/**
 * What becomes of an alert with a new id: it is an open one, seen again; a resolved one, reopened; or new, after the one of that number,
 * which was resolved. The number is null where the finding never came before.
 */
export type SameAlert =
  | { kind: 'again'; alert: Alert }
  | { kind: 'reopen'; alert: Alert }
  | { kind: 'new'; earlier: number | null };

/**
 * Returns what an alert with a new id is. The news that an alert is over, which was never heard of, is an alert of its own; so is one
 * that a maintenance window holds, rather than that it reopens another one whose cards are posted.
 */
export async function sameFindingAs(
  reader: Reader,
  { origin, same, over, held }: SentFinding,
  at: string,
): Promise<SameAlert> {
  const key = sameKey({ source: origin.source, ...(same ? { same: same.key } : {}) });
  if (key === null || over) return { kind: 'new', earlier: null };
  const [alert] = await reader.scan('alerts.same', { key, after: null, limit: 1 });
  if (alert && alert.status !== 'resolved') return { kind: 'again', alert };
  if (alert && !held && isReopened(alert, same?.reopenForMs, at)) return { kind: 'reopen', alert };
  const [archived] = await reader.scan('closed.same', { key, after: null, limit: 1 });
  const earlier = Math.max(alert?.number ?? 0, archived?.number ?? 0);
  return { kind: 'new', earlier: earlier === 0 ? null : earlier };
}

function isReopened(alert: Alert, forMs: number | undefined, at: string): boolean {
  const { resolved } = alert;
  if (forMs === undefined || resolved === null || !mayReopen(alert)) return false;
  return Date.parse(at) - Date.parse(resolved.at) <= forMs;
}

/** Notes the id of an alert that was the same finding as a known one: it is a duplicate from then on. */
export async function rememberRepeat(tx: Tx, { content, origin }: SentFinding, alert: Alert): Promise<void> {
  await tx.put('repeats', { id: alertId(origin.source, content.id), alertId: alert.id });
}

/** Returns the newest detection of an alert, no later than it was received. */
export function newestDetection({ seen, content, receivedAt }: Alert): string {
  return seen?.detectedAt ?? detectedAt({ content, receivedAt });
}

/** Counts a finding that was detected before the newest one of its alert, and changes nothing else. */
export async function countOlder(tx: Tx, known: Alert, at: string): Promise<void> {
  const seen = seenAgain(known, speakingId(known), newestDetection(known), at);
  const step = { at, what: 'seen', by: null, byName: known.source, note: '', times: seen.times } as const;
  const alert = { ...known, seen, revision: known.revision + 1, timeline: withStep(known.timeline, step) };
  await tx.put('alerts', alert);
  await refreshAlertCards(tx, alert, 'other');
}

/** The settings of routing and reminders, and the time of the change. */
type ReopenedFor = Parameters<typeof rerouteReopened>[2] & { settings: LadderSettings };

/** Reopens a resolved alert whose finding came again. A line in the threads says so, and mentions people as for one that a person reopens. */
export async function reopenSame(tx: Tx, before: Alert, how: ReopenedFor): Promise<Alert> {
  const { at } = how;
  const { closingNotifiedAt: _told, offered: _offered, ask: _ask, rows: _rows, ...rest } = before;
  const revision = before.revision + 1;
  const alert: Alert = {
    ...outOfBacklog(rest, at),
    ...firstEscalation(outOfBacklog(before, at), at, at, how.settings),
    ...{ status: 'active', acknowledged: null, resolved: null, revision, urgentSince: revision },
    timeline: withStep(before.timeline, { at, what: 'reopened', by: null, byName: before.source, note: '' }),
  };
  await tx.put('alerts', alert);
  await refreshAfterTransition(tx, before, alert, 'other', at);
  if (isBacklog(before)) await leaveDigests(tx, alert, at);
  await enqueueFollowUp(tx, alert, at);
  await rerouteReopened(tx, alert, how);
  return (await tx.get('alerts', alert.id)) ?? alert;
}
