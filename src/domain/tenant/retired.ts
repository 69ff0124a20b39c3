/** Knows what a retired partner tenant is: nobody is reminded of it, no alert is routed by it alone, and its rows stay for the history. */
import dayjs from 'dayjs';
import { findTenants } from './find-tenant.ts';
import type { StoredTenant } from './partner-tenant.ts';

/** Days for which a retired tenant can be taken back, and its former channels still get its alerts. */
const restorableDays = 30;

type Retirable = Pick<StoredTenant, 'retiredAt'>;

/** Returns true for a tenant that somebody retired, however long ago. */
export function isRetired({ retiredAt }: Retirable): boolean {
  return (retiredAt ?? null) !== null;
}

/** Returns the time until which a retired tenant can be taken back (ISO 8601, UTC); null for a tenant that is not retired. */
export function restorableUntil({ retiredAt }: Retirable): string | null {
  return retiredAt ? dayjs(retiredAt).add(restorableDays, 'day').toISOString() : null;
}

/** Returns true for a tenant that was retired in the last 30 days. */
export function isRestorable(tenant: Retirable, now: string): boolean {
  return (restorableUntil(tenant) ?? '') > now;
}

/** Returns the tenants that are not retired. */
export function activeAmong<T extends Retirable>(tenants: readonly T[]): readonly T[] {
  return tenants.filter((tenant) => !isRetired(tenant));
}

/**
 * Returns the tenant of alerts that name none: the only one that is not retired. Null where there are several, or where one was
 * retired in the last 30 days, since the alerts may have been its own.
 */
export function tenantOfUnnamed<T extends Retirable>(tenants: readonly T[], now: string): T | null {
  const [only = null, ...others] = activeAmong(tenants);
  return others.length > 0 || tenants.some((tenant) => isRestorable(tenant, now)) ? null : only;
}

/** Returns the tenants that a text means, as `findTenants` does. A retired one is meant only where no other one is. */
export function tenantsMeant<T extends StoredTenant>(tenants: readonly T[], text: string): readonly T[] {
  const found = findTenants(tenants, text);
  const active = activeAmong(found);
  return active.length > 0 ? active : found;
}
