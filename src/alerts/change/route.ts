import type { AdminPlaces } from '../../delivery/admin-destinations.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { type RouteSettings, routeOf } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import { alertIn, enqueueAlert, unroutedOf } from '../delivery/enqueue-alert.ts';

/** What routing an alert needs to know beside it. */
export interface Accepting {
  tenant: StoredTenant | null;
  admins: AdminPlaces;
  settings: RouteSettings;
  at: string;
}

/** Owes the alert to where it belongs now; to the admins when that is nowhere. Where it is owed already nothing changes. */
export async function routeAlert(
  tx: Tx,
  alert: Alert,
  { tenant, admins, settings, at }: Accepting,
): Promise<readonly string[]> {
  const { channels, routed } = routeOf(alert.content, tenant, at, settings);
  const queues: string[] = [];
  for (const channel of channels) queues.push(await enqueueAlert(tx, alertIn(channel, alert), at));
  if (routed !== 'admins') return queues;
  for (const to of alert.content.severity === 'high' ? admins.critical : admins.usual)
    queues.push(await enqueueAlert(tx, { ...unroutedOf(alert), to }, at));
  return queues;
}
