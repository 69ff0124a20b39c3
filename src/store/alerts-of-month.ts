import dayjs from 'dayjs';
import { type Alert, openDrills } from '../domain/alert/alert.ts';
import { detectedAt } from '../domain/alert/deadlines.ts';
import { monthOf, monthsUntil } from '../domain/alert/report.ts';
import type { Archived } from '../ports/collections.ts';
import type { Archive, Store } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { notesOf } from './open-alerts.ts';

/** Where alerts are kept. */
export interface AlertStores {
  store: Pick<Store, 'read'>;
  archive: Pick<Archive, 'read' | 'segments'>;
}

/** Returns every alert of a tenant that a report of the month needs, wherever it is kept now. */
export function alertsFor(tenantId: string, month: string, stores: AlertStores): Promise<readonly Alert[]> {
  // The 30 days before a month's end may begin in the month before it.
  return alertsOfMonths([tenantId], monthsUntil(month, 2), stores);
}

/**
 * Returns every alert of these tenants that came, was answered or waited for an answer in these months (in order, without a gap), wherever
 * it is kept now. It reads the archive from the first of the months on, each segment once, and keeps what it returns: it is for a card that
 * is being made, not for a tick.
 */
export async function alertsOfMonths(tenantIds: readonly string[], months: readonly string[], stores: AlertStores) {
  return (await rowsOf(tenantIds, months, stores, false)).map(({ alert }) => alert);
}

/**
 * Returns every alert of a tenant that a report of the month needs, with its notes and the deliveries that the archive keeps with it: for
 * a file.
 */
export function archivedFor(tenantId: string, month: string, stores: AlertStores): Promise<readonly ReportedAlert[]> {
  return rowsOf([tenantId], monthsUntil(month, 2), stores, true);
}

/** An alert, its notes, and the deliveries that the archive keeps with it; none while it is not there. */
export type ReportedAlert = Required<Pick<Archived, 'alert' | 'deliveries' | 'notes'>>;

async function rowsOf(tenantIds: readonly string[], months: readonly string[], stores: AlertStores, withMore: boolean) {
  const { store, archive } = stores;
  const [first] = months;
  if (first === undefined) return [];
  const tenants = new Set(tenantIds);
  const wanted = (alert: Alert) => alert.tenantId !== null && tenants.has(alert.tenantId) && concerns(alert, months);
  // The document is read first: an alert that moves to the archive meanwhile is then in both, and not in neither.
  const live = await store.read(async (reader) => {
    const alerts = [
      ...(await reader.scan('alerts.open', { key: '', after: null })),
      ...(await reader.scan('alerts.open', { key: openDrills, after: null })),
      ...(await reader.scan('alerts.resolved', { key: '', after: null })),
    ].filter(wanted);
    return Promise.all(alerts.map(async (alert) => ({ alert, notes: withMore ? await notesOf(reader, alert) : [] })));
  });
  const byId = new Map<string, ReportedAlert>();
  // Archived alerts are in the segment of the month in which they were resolved: the month asked for, or a later one.
  const segments = (await archive.segments()).filter((segment) => segment >= `alerts-${first}`);
  for (const segment of segments)
    for (const row of await archive.read(segment, (one) => wanted(one.alert)))
      byId.set(row.id, {
        alert: row.alert,
        deliveries: withMore ? row.deliveries : [],
        notes: withMore ? (row.notes ?? []) : [],
      });
  for (const one of live) byId.set(one.alert.id, { ...one, deliveries: [] });
  return [...byId.values()];
}

function concerns(alert: Alert, months: readonly string[]): boolean {
  const [first = '', last = ''] = [months[0], months.at(-1)];
  const { receivedAt, firstAnsweredAt, resolved } = alert;
  const answered = firstAnsweredAt ?? resolved?.at;
  const isBefore = answered !== undefined && [answered, receivedAt].every((at) => monthOf(at) < first);
  return monthOf(detectedAt(alert)) <= last && !isBefore;
}

/** Returns the oldest month of which no alert is deleted at that time (ISO 8601), when alerts are kept for `retentionDays`. */
export function oldestStoredMonth(at: string, retentionDays: number): string {
  return monthOf(dayjs(at).subtract(retentionDays, 'day').subtract(1, 'month').toISOString());
}

/**
 * Returns the first month of which the bot knows the alerts: the one of the oldest alert or entry of the history that is kept, or
 * a later one where older alerts may be deleted.
 */
export async function firstMonthKnown(world: Pick<World, 'store' | 'archive' | 'trail' | 'settings' | 'clock'>) {
  const { store, archive, trail, settings, clock } = world;
  const now = clock.now();
  const entries = await store.read((reader) => reader.oldestHistory(1));
  const segments = [...(await archive.segments()), ...(await trail.segments())];
  const known = [...segments.map((name) => name.slice(-monthOf(now).length)), ...entries.map(({ at }) => monthOf(at))];
  const oldest = known.toSorted()[0] ?? monthOf(now);
  return [oldest, oldestStoredMonth(now, settings.retentionDays)].toSorted().at(-1) ?? oldest;
}
