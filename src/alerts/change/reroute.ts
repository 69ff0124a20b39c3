import { amend, markDropped } from '../../delivery/transitions.ts';
import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { type Delivery, deliveryId, isPending, sortableNumber } from '../../domain/delivery/delivery.ts';
import { routeOf, sameDestination } from '../../domain/delivery/routing.ts';
import { type Channel, channelKey } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { rowsOf } from '../../store/rows-of.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { clearStranded, enqueueInChannels, type RoutingContext } from '../delivery/enqueue-alert.ts';
import { routeAnew } from '../delivery/undelivered.ts';
import { leaveDigest } from './refresh-cards.ts';

/** The most alerts that one change moves, so that nobody waits long for the store. */
const batchSize = 40;
type ReroutingContext = Omit<Rerouting, 'tenant'>;

/**
 * Moves the open alerts that only the admins have, and those that wait for a removed channel, to the channels of their tenant, for every
 * tenant that the register marked with `rerouting`. Each batch is a change of its own, and the last one removes the mark: a crash in
 * between loses nothing, and the next call goes on. `batches` is the most batches for each tenant in this call.
 */
export async function rerouteMarkedTenants(world: World, batches = Number.POSITIVE_INFINITY): Promise<void> {
  const ids = await world.store.read((reader) => reader.keys('tenants.rerouting'));
  for (const id of ids) await rerouteTenant(id, batches, world);
}

async function rerouteTenant(id: string, batches: number, world: World): Promise<void> {
  let next: Batch = { after: null, left: true, mark: null };
  for (let done = 0; next.left && done < batches; done++) {
    const { after, mark }: Batch = next;
    next = await world.store.change((tx) => rerouteBatch(tx, id, { after, mark }, world));
  }
}

interface Batch {
  /** The place in the index of the last alert that was looked at. */
  after: string | null;
  left: boolean;
  /** The mark that this batch worked for. A newer mark starts again from the first alert. */
  mark: string | null;
}

/** Moves one batch of alerts. Those without a tenant come first: once they have one, their index no longer lists them. */
async function rerouteBatch(tx: Tx, id: string, { after, mark }: Omit<Batch, 'left'>, world: World): Promise<Batch> {
  const tenant = await tx.get('tenants', id);
  if (!tenant?.rerouting) return { after: null, left: false, mark };
  const { rerouting, ...rest } = tenant;
  const from = rerouting === mark ? after : null;
  const homeless = await homelessFor(tx, id);
  const room = batchSize - homeless.length;
  const unreached = room > 0 ? await tx.scan('alerts.unreachedOf', { key: id, after: from, limit: room }) : [];
  const how = { tenant, settings: world.settings, at: world.clock.now() };
  for (const alert of [...homeless, ...unreached]) await reroute(tx, alert, how);
  const last = unreached.at(-1);
  const moved = unreached.length < room ? await rerouteWaiting(tx, how, batchSize) : 0;
  const left = unreached.length === room || moved >= batchSize;
  if (!left) await tx.put('tenants', rest);
  return { after: last ? sortableNumber(last.number) : from, left, mark: rerouting };
}

/** Returns alerts that named the tenant before it was there; when it is the first one, also those that came before it and named none. */
async function homelessFor(tx: Tx, id: string): Promise<readonly Alert[]> {
  const named = await tx.scan('alerts.homeless', { key: id, after: null, limit: batchSize });
  const limit = batchSize - named.length;
  const unnamed = limit > 0 ? await tx.scan('alerts.homeless', { key: 'unnamed', after: null, limit }) : [];
  const isFirst = unnamed.length > 0 && (await tx.list('tenants')).length === 1;
  return isFirst ? [...named, ...unnamed] : named;
}

async function reroute(tx: Tx, before: Alert, how: Rerouting): Promise<void> {
  const { tenant, settings, at } = how;
  const { routed, channels } = routeOf(before, tenant, at, settings);
  if (before.tenantId === tenant.id && routed === 'admins') return;
  const alert = await routeAnew(tx, before, routed, tenant, at);
  if (alert.status !== 'resolved') await enqueueInChannels(tx, alert, channels, how);
}

/** Sends an alert that was reopened to the channels of its tenant that do not have it: they may have changed while it was resolved. */
export async function rerouteReopened(tx: Tx, alert: Alert, how: ReroutingContext): Promise<void> {
  const tenant = await tenantOf(tx, alert);
  if (!tenant) return;
  await (alert.routed === 'admins' ? reroute : moveReopened)(tx, alert, { ...how, tenant });
}

/* Moves an alert to the channels that its tenant has now: one that waits for a removed channel, and one that was reopened. */

/** The tenant whose channels changed, and how its alerts are routed now. `at` is the time of the change: ISO 8601, UTC. */
interface Rerouting extends Pick<RoutingContext, 'settings' | 'at'> {
  tenant: StoredTenant;
}

/**
 * Enqueues in the tenant's channels those of its open alerts that wait for a removed channel, alone or in a digest card, at most
 * `limit` of them. Returns how many it moved. A card that may have arrived in the removed channel stays there in doubt, until the
 * platform was asked for it: the alert is enqueued all the same, since nobody may read that channel any more.
 */
async function rerouteWaiting(tx: Tx, how: Rerouting, limit: number): Promise<number> {
  let moved = 0;
  for (const queue of new Set(how.tenant.formerChannels?.map(({ channel }) => channelKey(channel))))
    for await (const delivery of rowsOf(tx, 'deliveries.due', queue, scannedAtOnce)) {
      if (!isPending(delivery)) continue;
      if (moved >= limit) return moved;
      if (delivery.about.kind === 'digest') moved += await moveDigest(tx, delivery, how, limit - moved);
      if (delivery.about.kind === 'alert') moved += Number(await moveCard(tx, delivery, delivery.about.alertId, how));
    }
  return moved;
}

/** The most deliveries that are read at once. */
const scannedAtOnce = 200;

/**
 * Enqueues an alert that was reopened in its tenant's current channels, and at the admins when there is none: nothing is moved while it
 * is resolved.
 */
async function moveReopened(tx: Tx, alert: Alert, how: Rerouting): Promise<void> {
  const found = { alert, ...routeOf(alert, how.tenant, how.at, how.settings) };
  await enqueueElsewhere(tx, found, how);
  for (const card of await tx.scan('deliveries.cards', { key: alert.id, after: null }))
    if (card.about.kind === 'alert') await dropMoved(tx, card, found, how.at);
}

/** Moves an alert whose own card waits. Returns whether there was something to do. */
async function moveCard(tx: Tx, card: Delivery, alertId: string, how: Rerouting): Promise<boolean> {
  const found = await routeOfWaiting(tx, alertId, how);
  if (!found) return false;
  const isMoved = await enqueueElsewhere(tx, found, how);
  return (await dropMoved(tx, card, found, how.at)) || isMoved;
}

/** Drops a card that waits in a channel to which its alert does not belong any more. Returns whether it did. */
async function dropMoved(tx: Tx, card: Delivery, { channels }: Found, at: string): Promise<boolean> {
  // A removed channel still gets high alerts for a day.
  if (card.state !== 'waiting' || channels.some((channel) => sameDestination(card.to, channel))) return false;
  await markDropped(tx, card, at);
  await clearStranded(tx, card.about);
  return true;
}

/** Moves the tenant's alerts that are in a waiting digest, at most `limit` of them. Returns how many. */
async function moveDigest(tx: Tx, card: Delivery, how: Rerouting, limit: number): Promise<number> {
  if (card.about.kind !== 'digest') return 0;
  const { digestId } = card.about;
  let moved = 0;
  for (const one of await tx.scan('deliveries.digest', { key: digestId, after: null })) {
    if (moved >= limit) return moved;
    if (one.queue !== card.queue || one.about.kind !== 'alert') continue;
    const found = await routeOfWaiting(tx, one.about.alertId, how);
    if (!found) continue;
    const isMoved = await enqueueElsewhere(tx, found, how);
    if (isMoved || card.state === 'waiting') moved += 1;
    if (card.state !== 'waiting') continue;
    await leaveDigest(tx, found.alert, one, how.at);
    if (one.state === 'digested') await markDropped(tx, { ...one, digestId: null }, how.at);
    else await amend(tx, one, { digestId: null });
    await clearStranded(tx, one.about);
  }
  await dropIfEmpty(tx, card.id, digestId, how.at);
  return moved;
}

/** Drops the digest card that has no alerts left, unless it may have arrived. */
async function dropIfEmpty(tx: Tx, id: string, digestId: string, at: string): Promise<void> {
  const [digest, card] = [await tx.get('digests', digestId), await tx.get('deliveries', id)];
  const isEmpty = digest !== null && Object.values(digest.counts).every((count) => count === 0);
  if (isEmpty && card?.state === 'waiting') await markDropped(tx, card, at);
}

interface Found {
  alert: Alert;
  routed: Alert['routed'];
  channels: readonly Channel[];
}

/** Returns where an alert that waits goes now; null for one that is not open, or of another tenant. */
async function routeOfWaiting(tx: Tx, alertId: string, { tenant, settings, at }: Rerouting): Promise<Found | null> {
  const alert = await tx.get('alerts', alertId);
  if (!alert || alert.tenantId !== tenant.id || !isOpen(alert)) return null;
  return { alert, ...routeOf(alert, tenant, at, settings) };
}

/** Enqueues the alert in its current channels. Returns whether one of them did not have it. */
async function enqueueElsewhere(tx: Tx, { alert, routed, channels }: Found, how: Rerouting): Promise<boolean> {
  const about = { kind: 'alert', alertId: alert.id } as const;
  const ids = channels.map((channel) => deliveryId(about, { kind: 'channel', channel }));
  const known = await Promise.all(ids.map((id) => tx.get('deliveries', id)));
  const isAlone = routed === 'admins' && alert.routed !== 'admins';
  const rerouted = isAlone ? await routeAnew(tx, alert, 'admins', how.tenant, how.at) : alert;
  if (!known.some((row) => row === null || row.state === 'dropped')) return isAlone;
  await enqueueInChannels(tx, rerouted, channels, how);
  return true;
}
