import type { Alert } from './domain/alert.ts';
import { monthBefore } from './domain/report.ts';
import type { Archive, Store } from './ports.ts';

/** More than there can be. */
const all = 10_000_000;

/** Every alert of a tenant that a report of the month needs, wherever it is kept now. */
export async function alertsFor(
  tenantId: string,
  month: string,
  { store, archive }: { store: Pick<Store, 'read'>; archive: Pick<Archive, 'read'> },
): Promise<readonly Alert[]> {
  // The document first: what moves to the archive meanwhile is then in both, and not in neither.
  const live = await store.read(async (reader) => [
    ...(await reader.scan('alerts.open', { key: '', after: null, limit: all })),
    ...(await reader.scan('alerts.resolved', { key: '', after: null, limit: all })),
  ]);
  const segments = await Promise.all([monthBefore(month), month].map((name) => archive.read(`alerts-${name}`)));
  const archived = segments.flat().map(({ alert }) => alert);
  const byId = new Map([...archived, ...live].map((alert) => [alert.id, alert]));
  return [...byId.values()].filter((alert) => alert.tenantId === tenantId);
}
