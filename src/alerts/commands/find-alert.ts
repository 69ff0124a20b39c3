import type { Alert } from '../../domain/alert/alert.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Closed } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

export interface Found {
  alert: Alert;
  tenant: StoredTenant | null;
  /** The tenants from which its sender moved it away. */
  former: readonly StoredTenant[];
  deliveries: readonly Delivery[];
  /** Whether it is in the archive. */
  closed: boolean;
}

/** As a button in a list names an alert: ours is shorter than a sender's id, which always has a space before it. */
export function isNumber(value: string): boolean {
  return /^\d{1,15}$/.test(value);
}

/** An alert with its receipts, in the live document or in the archive; by its id, or by our number. */
export async function findAlert(id: string, world: World): Promise<Found | null> {
  if (isNumber(id)) return findByNumber(id, world);
  const { store, archive } = world;
  const live = await store.read((reader) => liveAlert(reader, id));
  if (live) return live;
  const closed = await store.read((reader) => reader.get('closed', id));
  return closed ? archived(closed, { store, archive }) : null;
}

/** By our number alone: what acts must not take a sender's id for it. */
export async function findByNumber(number: string, world: World): Promise<Found | null> {
  const id = await world.store.read((reader) => idOfNumber(reader, Number(number.replace(/^#/, ''))));
  return id === null ? null : findAlert(id, world);
}

async function idOfNumber(reader: Reader, number: number): Promise<string | null> {
  const query = { key: String(number), after: null, limit: 1 };
  const [live] = await reader.scan('alerts.number', query);
  const [closed] = await reader.scan('closed.number', query);
  return (live ?? closed)?.id ?? null;
}

/** By our number, or by the sender's id. Archived ones by number. */
export async function findByWord(word: string, world: World): Promise<Found | null> {
  const key = word.trim().replace(/^#/, '');
  if (key === '') return null;
  const id = await world.store.read(async (reader) => {
    const numbered = isNumber(key) ? await idOfNumber(reader, Number(key)) : null;
    const [sent] = numbered === null ? await reader.scan('alerts.sender', { key, after: null, limit: 1 }) : [];
    return numbered ?? sent?.id ?? null;
  });
  return id === null ? null : findAlert(id, world);
}

async function liveAlert(reader: Reader, id: string): Promise<Found | null> {
  const alert = await reader.get('alerts', id);
  if (!alert) return null;
  const own = await reader.scan('deliveries.alert', { key: id, after: null });
  const reminders = await Promise.all((alert.reminders ?? []).map((one) => reader.get('deliveries', one)));
  const shared = reminders.filter((one) => one !== null && !('alertId' in one.about));
  const deliveries = [...own, ...shared.flatMap((one) => one ?? [])];
  return { alert, ...(await tenantsOf(reader, alert)), deliveries, closed: false };
}

async function archived(
  { id, segment }: Closed,
  { store, archive }: Pick<World, 'store' | 'archive'>,
): Promise<Found | null> {
  const row = (await archive.read(segment)).find((one) => one.id === id);
  return row ? { ...row, ...(await store.read((reader) => tenantsOf(reader, row.alert))), closed: true } : null;
}

async function tenantsOf(
  reader: Reader,
  { tenantId, formerTenants = [] }: Alert,
): Promise<Pick<Found, 'tenant' | 'former'>> {
  const former = await Promise.all(formerTenants.map((id) => reader.get('tenants', id)));
  const tenant = tenantId === null ? null : await reader.get('tenants', tenantId);
  return { tenant, former: former.filter((one) => one !== null) };
}
