import { type Alert, backlogKey } from '../domain/alert/alert.ts';
import { detectedAt } from '../domain/alert/deadlines.ts';
import { type Severity, severities } from '../domain/alert/severity.ts';
import type { Note } from '../domain/alert/timeline.ts';
import type { Reader } from '../ports/store.ts';

/** How many alerts are open, and which of them somebody has to answer first. */
export interface OpenAlerts {
  open: number;
  /** The number of those that nobody acknowledged. */
  waiting: number;
  /** One of those that nobody acknowledged: of the highest severity, the one that was detected first. Null for none. */
  worst: Alert | null;
  /** The number of open alerts that are backlog of their sources: they count in no other field. */
  backlog: number;
}

/** Counts the open alerts of all tenants, without drills and tests, and reads one of them, however many there are. */
export async function openAlerts(reader: Reader): Promise<OpenAlerts> {
  const counts: OpenAlerts = { open: 0, waiting: 0, worst: null, backlog: 0 };
  for (const key of severities.toReversed()) {
    counts.open += await reader.count('alerts.severity', key);
    counts.waiting += await reader.count('alerts.unacknowledged', key);
    counts.worst ??= (await reader.scan('alerts.unacknowledged', { key, after: null, limit: 1 }))[0] ?? null;
    counts.backlog += await reader.count('alerts.severity', backlogKey(key));
  }
  return counts;
}

/** Returns at most `limit` alerts that nobody acknowledged: of the highest severity first, and of one severity the oldest first. */
export async function waitingAlerts(reader: Reader, limit: number): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const key of severities.toReversed())
    found.push(...(await reader.scan('alerts.unacknowledged', { key, after: null, limit: limit - found.length })));
  return found;
}

/** The alerts of one severity that nobody acknowledged. */
export interface Unacknowledged {
  count: number;
  /** The seconds since the oldest of them was detected; 0 when there is none. */
  oldestSeconds: number;
}

/**
 * Counts the alerts of each severity that nobody acknowledged at `now` (ISO 8601), without drills, tests and backlogs; it reads one of
 * each.
 */
export async function unacknowledgedAlerts(reader: Reader, now: string): Promise<Record<Severity, Unacknowledged>> {
  const of = async (key: Severity): Promise<Unacknowledged> => {
    const [oldest] = await reader.scan('alerts.unacknowledged', { key, after: null, limit: 1 });
    const since = oldest ? Date.parse(now) - Date.parse(detectedAt(oldest)) : 0;
    return { count: await reader.count('alerts.unacknowledged', key), oldestSeconds: Math.max(0, since) / 1_000 };
  };
  const [informational, low, medium, high] = [of('informational'), of('low'), of('medium'), of('high')];
  return { informational: await informational, low: await low, medium: await medium, high: await high };
}

/** The alerts that somebody holds: acknowledged and not resolved. `oldest` has been held for longest; null for none. */
export interface AlertsAtWork {
  count: number;
  oldest: Alert | null;
}

/** Counts the alerts that somebody holds, without drills and tests: those of one tenant, or of all where `tenantId` is absent. */
export async function alertsAtWork(reader: Reader, tenantId?: string): Promise<AlertsAtWork> {
  const index = tenantId === undefined ? 'alerts.acknowledged' : 'alerts.acknowledgedOf';
  const key = tenantId ?? '';
  const [oldest = null] = await reader.scan(index, { key, after: null, limit: 1 });
  return { count: await reader.count(index, key), oldest };
}

/** Returns what people noted about an alert of the live document, in the order of time. */
export async function notesOf(reader: Reader, { id, lastNote }: Alert): Promise<readonly Note[]> {
  return lastNote ? reader.scan('notes.alert', { key: id, after: null }) : [];
}
