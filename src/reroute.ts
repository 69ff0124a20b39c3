import type { Alert } from './domain/alert.ts';
import { placeOfNumber, rankOf } from './domain/delivery.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { type RouteSettings, routedTo, routeOf } from './domain/routing.ts';
import { owe } from './owe.ts';
import type { Tx, World } from './ports.ts';

/** As many as one change may take, so that nobody waits long for the store. */
const together = 40;
type How = { settings: RouteSettings; at: string };

/**
 * After a tenant appeared or got other channels: its open alerts that only the admins have go to the channels too. Those
 * that are too many for this change follow at the next tick. Puts the tenant when there are.
 */
export async function rerouteAlerts(
  tx: Tx,
  tenant: StoredTenant,
  settings: RouteSettings,
  at: string,
): Promise<readonly string[]> {
  const { queues, left } = await some(tx, tenant, null, { settings, at });
  if (left) await tx.put('tenants', { ...tenant, rerouting: at });
  return queues;
}

/** What was too much for the change that called for it. */
export async function rerouteLeft(world: Outside): Promise<void> {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  for (const { id, rerouting } of tenants) if (rerouting) await resume(id, world);
}

type Outside = Pick<World, 'store' | 'clock' | 'settings' | 'wake'>;

async function resume(id: string, world: Outside): Promise<void> {
  let next: Slice = { queues: [], after: null, left: true, mark: null };
  while (next.left) {
    const { after, mark }: Slice = next;
    next = await world.store.change((tx) => goOn(tx, id, { after, mark }, world));
    world.wake(next.queues);
  }
}

interface Slice {
  queues: readonly string[];
  /** The place of the last one that was looked at. */
  after: string | null;
  left: boolean;
  /** Which call for it this goes on with: another one begins anew. */
  mark: string | null;
}

async function goOn(
  tx: Tx,
  id: string,
  { after, mark }: Pick<Slice, 'after' | 'mark'>,
  { settings, clock }: Outside,
): Promise<Slice> {
  const tenant = await tx.get('tenants', id);
  if (!tenant?.rerouting) return { queues: [], after: null, left: false, mark };
  const slice = await some(tx, tenant, tenant.rerouting === mark ? after : null, { settings, at: clock.now() });
  const { rerouting, ...rest } = tenant;
  if (!slice.left) await tx.put('tenants', rest);
  return { ...slice, mark: rerouting };
}

/** Those without a tenant come first: once they have one they are no longer found that way. */
async function some(tx: Tx, tenant: StoredTenant, after: string | null, how: How): Promise<Omit<Slice, 'mark'>> {
  const { id } = tenant;
  const homeless = await tx.scan('alerts.homeless', { key: id, after: null, limit: together });
  const rest = together - homeless.length;
  const unreached = rest > 0 ? await tx.scan('alerts.unreachedOf', { key: id, after, limit: rest }) : [];
  const queues = new Set<string>();
  for (const alert of [...homeless, ...unreached])
    for (const queue of await reroute(tx, alert, tenant, how)) queues.add(queue);
  const last = unreached.at(-1);
  return { queues: [...queues], after: last ? placeOfNumber(last.number) : after, left: unreached.length === rest };
}

async function reroute(tx: Tx, before: Alert, tenant: StoredTenant, { settings, at }: How): Promise<readonly string[]> {
  const { routed, channels } = routeOf(before.content, tenant, at, settings);
  if (before.tenantId === tenant.id && routed === 'admins') return [];
  const alert = routedTo(before, routed, tenant, at);
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

/** The same of one alert that is open again: a channel that refused it may be back. */
export async function rerouteAlert(tx: Tx, alert: Alert, how: How): Promise<readonly string[]> {
  const tenant = alert.routed === 'admins' && alert.tenantId !== null ? await tx.get('tenants', alert.tenantId) : null;
  return tenant ? reroute(tx, alert, tenant, how) : [];
}

/** A channel that refused an alert takes it after all: the admins no longer are the only ones who have it. */
export async function reachedAfterAll(
  tx: Tx,
  alert: Alert,
  routed: Alert['routed'],
  at: string,
): Promise<readonly string[]> {
  if (alert.routed !== 'admins' || routed === 'admins') return [];
  const after = routedTo(alert, routed, await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return shownAgain(tx, after);
}

/** No channel takes it, or takes it any more: the admins are the only ones who have it. */
export async function reachedByNobody(
  tx: Tx,
  alert: Alert,
  at: string,
): Promise<{ after: Alert; queues: readonly string[] }> {
  if (alert.routed === 'admins') return { after: alert, queues: [] };
  const after = routedTo(alert, 'admins', await tenantOf(tx, alert), at);
  await tx.put('alerts', after);
  return { after, queues: await shownAgain(tx, after) };
}

async function tenantOf(tx: Tx, { tenantId }: Alert): Promise<StoredTenant | null> {
  return tenantId === null ? null : tx.get('tenants', tenantId);
}

/** The admins' cards say whether somebody else has it. */
async function shownAgain(tx: Tx, alert: Alert): Promise<string[]> {
  const cards = await tx.scan('deliveries.cards', { key: alert.id, after: null });
  const told = cards.filter(({ about }) => about.kind === 'unrouted');
  for (const card of told) await tx.put('deliveries', { ...card, want: alert.revision });
  return told.map(({ queue }) => queue);
}
