import type { AdminPlaces } from '../admins.ts';
import type { Alert } from '../domain/alert.ts';
import { rankOf } from '../domain/delivery.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { type RouteSettings, routeOf } from '../domain/routing.ts';
import { enqueue } from '../outbox/transitions.ts';
import type { Tx } from '../ports.ts';

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
  const rest = { rank: rankOf[alert.content.severity], want: alert.revision };
  const queues: string[] = [];
  for (const channel of channels) {
    const about = { kind: 'alert', alertId: alert.id } as const;
    queues.push(await enqueue(tx, { about, to: { kind: 'channel', channel }, ...rest }, at));
  }
  if (routed !== 'admins') return queues;
  for (const to of alert.content.severity === 'high' ? admins.critical : admins.usual)
    queues.push(await enqueue(tx, { about: { kind: 'unrouted', alertId: alert.id }, to, ...rest }, at));
  return queues;
}
