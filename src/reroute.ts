import type { Alert } from './domain/alert.ts';
import { rankOf } from './domain/delivery.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { type RouteSettings, routeOf } from './domain/routing.ts';
import { owe } from './owe.ts';
import type { Tx } from './ports.ts';

/** More than can be open at once. */
const all = 1_000_000;

/** After a tenant appeared or got other channels: its open alerts that only the admins have go to the channels too. */
export async function rerouteAlerts(
  tx: Tx,
  tenant: StoredTenant,
  settings: RouteSettings,
  at: string,
): Promise<readonly string[]> {
  const homeless = await tx.scan('alerts.homeless', { key: tenant.id, after: null, limit: all });
  const unreached = (await tx.scan('alerts.open', { key: '', after: null, limit: all })).filter(
    (alert) => alert.tenantId === tenant.id && alert.routed === 'admins',
  );
  const queues = new Set<string>();
  for (const alert of [...homeless, ...unreached])
    for (const queue of await reroute(tx, alert, tenant, settings, at)) queues.add(queue);
  return [...queues];
}

async function reroute(
  tx: Tx,
  before: Alert,
  tenant: StoredTenant,
  settings: RouteSettings,
  at: string,
): Promise<readonly string[]> {
  const { routed, channels } = routeOf(before.content, tenant, at, settings);
  if (before.tenantId === tenant.id && routed === 'admins') return [];
  const alert = { ...before, tenantId: tenant.id, routed, revision: before.revision + 1 };
  await tx.put('alerts', alert);
  const queues = await shownAgain(tx, alert);
  if (alert.status === 'resolved') return queues;
  for (const channel of channels) {
    const about = { kind: 'alert', alertId: alert.id } as const;
    const to = { kind: 'channel', channel } as const;
    queues.push(await owe(tx, { about, to, rank: rankOf[alert.content.severity], want: alert.revision }, at));
  }
  return queues;
}

/** A channel that refused an alert takes it after all: the admins no longer are the only ones who have it. */
export async function reachedAfterAll(tx: Tx, alert: Alert, routed: Alert['routed']): Promise<readonly string[]> {
  if (alert.routed !== 'admins' || routed === 'admins') return [];
  const after = { ...alert, routed, revision: alert.revision + 1 };
  await tx.put('alerts', after);
  return shownAgain(tx, after);
}

/** The admins' cards no longer say that nobody else has it. */
async function shownAgain(tx: Tx, alert: Alert): Promise<string[]> {
  const cards = await tx.scan('deliveries.alert', { key: alert.id, after: null, limit: 1_000 });
  const told = cards.filter(({ about }) => about.kind === 'unrouted');
  for (const card of told) await tx.put('deliveries', { ...card, want: alert.revision });
  return told.map(({ queue }) => queue);
}
