import type { Alert } from '../domain/alert.ts';
import { type Destination, rankOf } from '../domain/delivery.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { type RouteSettings, routeOf } from '../domain/routing.ts';
import { owe } from '../owe.ts';
import type { Tx } from '../ports.ts';

/** What routing an alert needs to know beside it. */
export interface Accepting {
  tenant: StoredTenant | null;
  admins: readonly Destination[];
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
  const to: readonly Destination[] =
    routed === 'admins' ? admins : channels.map((channel) => ({ kind: 'channel', channel }));
  const about = { kind: routed === 'admins' ? 'unrouted' : 'alert', alertId: alert.id } as const;
  const queues: string[] = [];
  for (const one of to)
    queues.push(await owe(tx, { about, to: one, rank: rankOf[alert.content.severity], want: alert.revision }, at));
  return queues;
}
