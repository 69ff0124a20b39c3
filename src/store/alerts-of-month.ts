import type { Alert } from '../domain/alert/alert.ts';
import { detectedAt } from '../domain/alert/deadlines.ts';
import { monthBefore, monthOf } from '../domain/alert/report.ts';
import type { Archive, Store } from '../ports/store.ts';

/** Returns every alert of a tenant that a report of the month needs, wherever it is kept now. */
export async function alertsFor(
  tenantId: string,
  month: string,
  { store, archive }: { store: Pick<Store, 'read'>; archive: Pick<Archive, 'read' | 'segments'> },
): Promise<readonly Alert[]> {
  // The document is read first: an alert that moves to the archive meanwhile is then in both, and not in neither.
  const live = await store.read(async (reader) => [
    ...(await reader.scan('alerts.open', { key: '', after: null })),
    ...(await reader.scan('alerts.resolved', { key: '', after: null })),
  ]);
  const months = [monthBefore(month), month];
  const wanted = (alert: Alert) => alert.tenantId === tenantId && concerns(alert, months);
  const byId = new Map<string, Alert>();
  // An alert is kept by when it was resolved: never before the time that is asked for, and long after it where it was late.
  const segments = (await archive.segments()).filter((segment) => segment >= `alerts-${months[0]}`);
  for (const segment of segments)
    for (const { id, alert } of await archive.read(segment)) if (wanted(alert)) byId.set(id, alert);
  for (const alert of live.filter(wanted)) byId.set(alert.id, alert);
  return [...byId.values()];
}

/**
 * Returns whether the alert was detected, received or answered in one of the months. The 30 days before a month's end
 * may begin in the month before it.
 */
function concerns(alert: Alert, months: readonly string[]): boolean {
  return [detectedAt(alert), alert.receivedAt, alert.firstAnsweredAt ?? ''].some((at) => months.includes(monthOf(at)));
}
