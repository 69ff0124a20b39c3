import type { Alert } from '../../domain/alert/alert.ts';
import { sortableNumber } from '../../domain/delivery/delivery.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantOf } from '../cards/load-alert.ts';
import { enqueueInChannels } from '../delivery/enqueue-alert.ts';
import { routeAnew } from '../delivery/undelivered.ts';
import { moveReopened, type Rerouting, rerouteWaiting } from './reroute-waiting.ts';

/** The most alerts that one change moves, so that nobody waits long for the store. */
const batchSize = 40;
type ReroutingContext = Omit<Rerouting, 'tenant'>;

/**
 * Moves the open alerts that only the admins have, and those that wait for a removed channel, to the channels of their tenant, for
 * every tenant that the register marked with `rerouting`. Each batch is a change of its own, and the last one removes the mark: a crash in between loses nothing,
 * and the next call goes on. `batches` is the most batches for each tenant in this call.
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
