/** Finds what is known of an alert that came: by the id of its sender, also when that was archived, or by its finding. */
import type { Alert, AlertIn } from '../../domain/alert/alert.ts';
import { alertId, alertIdAfterArchive, mayReopen, speakingId } from '../../domain/alert/alert.ts';
import { isBacklog, outOfBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt, firstEscalation, type LadderSettings } from '../../domain/alert/deadlines.ts';
import { sameKey, seenAgain } from '../../domain/alert/repeat.ts';
import { atLeast, severities } from '../../domain/alert/severity.ts';
import { ownStep, withStep } from '../../domain/alert/timeline.ts';
import type { Closed } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { NewAlert } from './new-alert.ts';
import { enqueueFollowUp } from './record.ts';
import { leaveDigests, refreshAfterTransition, refreshAlertCards } from './refresh-cards.ts';
import { rerouteReopened } from './reroute.ts';

/**
 * An alert whose card is edited; one to be stored under `id`, which continues the archived one of that number; or one that changes
 * nothing.
 */
type KnownAlert =
  | { kind: 'live'; alert: Alert }
  | { kind: 'new'; id: string; continues: number | null }
  | { kind: 'archived' };

/**
 * Returns what is known of an alert that came. Some senders keep the id of an alert that gets worse: a more severe version of an
 * archived alert is an alert of its own, unless it says that it is over. There is one for each severity at most, so that a sender
 * who goes up and down adds no more. An id that was the same finding as another alert stands for that alert.
 */
export async function knownAlert(reader: Reader, { content, origin, over }: NewAlert): Promise<KnownAlert> {
  const id = alertId(origin.source, content.id);
  const alert = await reader.get('alerts', id);
  if (alert) return { kind: 'live', alert };
  const seenAs = (await reader.get('repeats', id))?.alertId;
  const repeated = seenAs === undefined ? null : await reader.get('alerts', seenAs);
  if (repeated) return { kind: 'live', alert: repeated };
  let newest = await reader.get('closed', seenAs ?? id);
  for (const severity of severities) {
    const later = alertIdAfterArchive(origin.source, content.id, severity);
    const live = await reader.get('alerts', later);
    if (live) return { kind: 'live', alert: live };
    newest = (await reader.get('closed', later)) ?? newest;
  }
  if (!newest) return { kind: 'new', id, continues: null };
  if (over || !isWorse(content, newest)) return { kind: 'archived' };
  const later = alertIdAfterArchive(origin.source, content.id, content.severity);
  return { kind: 'new', id: later, continues: newest.number };
}

/** Returns the alert that is not in the archive for an id of its sender: the one that continues an archived one, where there is one. */
export async function liveAlert(reader: Reader, source: string, senderId: string): Promise<Alert | null> {
  const ids = [alertId(source, senderId), ...severities.map((one) => alertIdAfterArchive(source, senderId, one))];
  for (const id of ids) {
    const alert = await reader.get('alerts', id);
    if (alert) return alert;
  }
  return null;
}

function isWorse({ severity }: AlertIn, archived: Closed): boolean {
  return archived.severity !== undefined && !atLeast(archived.severity, severity);
}

/**
 * Notes the severity of those archived alerts that an older version of the bot archived without it, before these alerts are taken.
 * The archive is read once for each of them. Call it before a change, since it is I/O.
 */
export async function noteArchivedSeverities(alerts: readonly NewAlert[], world: Pick<World, 'store' | 'archive'>) {
  const { store, archive } = world;
  const ids = alerts.map(({ content, origin }) => alertId(origin.source, content.id));
  const rows = await store.read((reader) => Promise.all(ids.map((id) => reader.get('closed', id))));
  const unknown = rows.filter((row) => row !== null).filter(({ severity }) => severity === undefined);
  for (const [segment, some] of Map.groupBy(unknown, (row) => row.segment)) {
    const wanted = new Set(some.map(({ id }) => id));
    const found = new Map((await archive.read(segment, ({ id }) => wanted.has(id))).map((row) => [row.id, row.alert]));
    await store.change(async (tx) => {
      for (const { id } of some) {
        const row = await tx.get('closed', id);
        // An alert that the archive no longer has counts as high: no version is more severe, so it is not searched again.
        if (row) await tx.put('closed', { ...row, severity: found.get(id)?.content.severity ?? 'high' });
      }
    });
  }
}

/* Finds the alert that is the same finding as one that came, by what the rules of its source say. */

/**
 * What becomes of an alert with a new id: it is an open one, seen again; a resolved one, reopened; or new, after the one of that number,
 * which was resolved. The number is null when the finding never came before.
 */
export type SameAlert =
  | { kind: 'again'; alert: Alert }
  | { kind: 'reopen'; alert: Alert }
  | { kind: 'new'; earlier: number | null };

/**
 * Returns what an alert with a new id is. The news that an alert is over, which was never heard of, is an alert of its own; so is one
 * that a maintenance window holds, rather than that it reopens another one whose cards are posted.
 */
export async function sameFindingAs(reader: Reader, sent: NewAlert, at: string): Promise<SameAlert> {
  const { origin, same, over, held } = sent;
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

/** Records the id of an alert that was the same finding as a known one: it is a duplicate from then on. */
export async function rememberRepeat(tx: Tx, { content, origin }: NewAlert, alert: Alert): Promise<void> {
  await tx.put('repeats', { id: alertId(origin.source, content.id), alertId: alert.id });
}

/** Returns the newest detection of an alert, no later than it was received. */
export function newestDetection({ seen, content, receivedAt }: Alert): string {
  return seen?.detectedAt ?? detectedAt({ content, receivedAt });
}

/** Counts a finding that was detected before the newest one of its alert, and changes nothing else. */
export async function countOlder(tx: Tx, known: Alert, at: string): Promise<void> {
  const seen = seenAgain(known, speakingId(known), newestDetection(known), at);
  const step = ownStep('seen', at, { byName: known.source, times: seen.times });
  const alert = { ...known, seen, revision: known.revision + 1, timeline: withStep(known.timeline, step) };
  await tx.put('alerts', alert);
  await refreshAlertCards(tx, alert, 'other');
}

/** The settings of routing and reminders, and the time of the change. */
type ReopenedFor = Parameters<typeof rerouteReopened>[2] & { settings: LadderSettings };

/**
 * Reopens a resolved alert whose finding came again. A line in the threads says so, and mentions people as for one that a person reopens.
 */
export async function reopenSame(tx: Tx, before: Alert, how: ReopenedFor): Promise<Alert> {
  const { at } = how;
  const { closingNotifiedAt: _told, offered: _offered, ask: _ask, rows: _rows, ...rest } = before;
  const revision = before.revision + 1;
  const alert: Alert = {
    ...outOfBacklog(rest, at),
    ...firstEscalation(outOfBacklog(before, at), at, at, how.settings),
    ...{ status: 'active', acknowledged: null, resolved: null, revision, urgentSince: revision },
    timeline: withStep(before.timeline, ownStep('reopened', at, { byName: before.source })),
  };
  await tx.put('alerts', alert);
  await refreshAfterTransition(tx, before, alert, 'other', at);
  if (isBacklog(before)) await leaveDigests(tx, alert, at);
  await enqueueFollowUp(tx, alert, at);
  await rerouteReopened(tx, alert, how);
  return (await tx.get('alerts', alert.id)) ?? alert;
}
