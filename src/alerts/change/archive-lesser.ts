/** An admin sends what nobody answered of a source to the archive, but for what was ever high: to make room. */
import { enqueueFor, markDropped } from '../../delivery/transitions.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { withStep } from '../../domain/alert/timeline.ts';
import { noticeRank } from '../../domain/delivery/delivery.ts';
import { activeAmong, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Archiving } from '../../ports/collections.ts';
import { noticeKey } from '../../ports/indexes.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { markOnce } from '../../store/idempotency.ts';
import { holdersIn, keysOf } from '../sources/room.ts';
import { resolveUnanswered } from './transitions.ts';

/**
 * Notes in the store and in the audit trail that an admin sends these alerts to the archive; the next tick moves them. Where there is
 * a partner tenant, the admin channel and every other admin get a notice with **Not us**. Returns the number of alerts; where that is 0,
 * nothing is noted.
 */
export async function beginArchiving({ actor, key }: Request, share: string, note: string, world: World) {
  const { store, clock, settings } = world;
  const begin = async (tx: Tx) => {
    const at = clock.now();
    const holder = (await holdersIn(tx, settings)).find((one) => one.share === share);
    const newest = await tx.get('counters', 'alerts');
    if (!holder || holder.lesser === 0 || !newest || !(await markOnce(tx, key, { at, by: actor.id })))
      return holder?.lesser ?? 0;
    const by = { at, by: actor.id, byName: actor.name };
    await tx.put('archiving', { ...by, id: share, upTo: newest.value, note });
    const changes = Object.entries({ alerts: holder.lesser, source: holder.name ?? share });
    const entry = await tx.appendHistory({
      ...{ ...by, deed: 'alert.archivedAll', tenantId: null },
      changes: changes.map(([field, after]) => ({ field, before: null, after })),
    });
    await tell(tx, { entry, by: actor.id }, at);
    return holder.lesser;
  };
  return store.change(begin, { evenWhenFull: true });
}

/**
 * Returns the tenant under which the notice of a change is enqueued that belongs to no tenant: the first one. Null while there is no
 * tenant, and then nobody gets a notice.
 */
export async function tenantOfNotice(reader: Reader): Promise<StoredTenant | null> {
  return activeAmong(await reader.list('tenants'))[0] ?? null;
}

async function tell(tx: Tx, { entry, by }: { entry: number; by: Archiving['by'] }, at: string): Promise<void> {
  const tenant = await tenantOfNotice(tx);
  if (!tenant) return;
  const tenantId = tenant.id;
  await tx.put('unsentNotices', { id: noticeKey({ tenantId, entry }), tenantId, entry, by });
  const channel = (await tx.get('organisation', 'organisation'))?.adminChannel;
  const about = { kind: 'contactChanged', tenantId, entry } as const;
  if (channel) await enqueueFor(tx, { about, rank: noticeRank }, [{ kind: 'channel', channel }], at);
}

/** The most alerts that one change resolves, and the most such changes in one tick: others wait meanwhile. */
const batchSize = 200;
const batchesOfTick = 25;

/** Works on the admins' archiving tasks, as far as one tick may. The alerts are resolved, and archived like all resolved alerts. */
export async function archiveLesser({ store, settings }: World): Promise<void> {
  const archive = async (tx: Tx) => {
    const [task] = await tx.list('archiving');
    if (!task) return false;
    const alerts = await lesserOf(tx, task, settings);
    for (const alert of alerts) await archiveOne(tx, alert, task);
    if (alerts.length < batchSize) await tx.remove('archiving', task.id);
    return true;
  };
  if ((await store.read((reader) => reader.list('archiving'))).length === 0) return;
  for (let batch = 1; batch <= batchesOfTick; batch++)
    if (!(await store.change(archive, { evenWhenFull: true }))) return;
}

/** Returns a batch of the alerts that are meant: those that were there when the admin asked, and nobody answered since. */
async function lesserOf(tx: Tx, { id, upTo }: Archiving, settings: World['settings']): Promise<Alert[]> {
  const found: Alert[] = [];
  for (const key of await keysOf(tx, id, settings)) {
    const some = await tx.scan('alerts.lesser', { key, after: null, limit: batchSize - found.length });
    found.push(...some.filter(({ number }) => number <= upTo));
    if (found.length === batchSize) break;
  }
  return found;
}

/** Resolves the alert without a reason, which does not count as an answer. What of it was never sent is not sent any more. */
async function archiveOne(tx: Tx, alert: Alert, { at, by, byName, note }: Archiving): Promise<void> {
  const timeline = withStep(alert.timeline, { at, by, byName, what: 'archived', note });
  await resolveUnanswered(tx, { ...alert, timeline }, { at, by, byName, note });
  for (const delivery of await tx.scan('deliveries.alert', { key: alert.id, after: null }))
    if (delivery.state === 'waiting' && delivery.attempts === 0) await markDropped(tx, delivery, at);
}
