import type { World } from '../../ports/world.ts';
import { alertYearOf } from '../figures/answer-charts.ts';
import type { LoadedReminder } from './load-reminder.ts';

/** The alerts of the months before, for a reminder of a tenant's anniversary month. */
export type Anniversary = NonNullable<Awaited<ReturnType<typeof anniversaryOf>>>;

/**
 * Returns the year of the one tenant whose anniversary month the reminder asks about; null where there is none, or several. The
 * figures are those of the report, for managers and admins: a contact's channels are not reminded of the anniversary.
 */
export async function anniversaryOf({ open, tenants }: LoadedReminder, world: World) {
  const [only, ...others] = open.filter(({ code }) => code === 'anniversary');
  const tenant = only && others.length === 0 ? tenants.get(only.tenantId) : undefined;
  return tenant ? { tenantName: tenant.name, year: await alertYearOf(tenant.id, world) } : null;
}
