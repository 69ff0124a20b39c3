import { placeOfNumber } from '../domain/delivery.ts';
import type { Acknowledging } from '../domain/digest.ts';
import type { Tx, World } from '../ports.ts';
import { actOn } from './life.ts';

/** Done in slices, so that a storm of thousands holds up nobody.  */
const together = 40;

/** What a crash interrupted. */
export async function acknowledgeLeft(world: World): Promise<void> {
  const left = await world.store.read((reader) =>
    reader.scan('digests.acknowledging', { key: '', after: null, limit: 100 }),
  );
  for (const { id } of left) await acknowledgeIn(id, world);
}

/** Does what people asked of a digest and is not done yet. Several may do so at once: each slice is one change. */
export async function acknowledgeIn(digestId: string, world: World): Promise<void> {
  let left = true;
  while (left) {
    const doSome = (tx: Tx) => some(tx, digestId, world.clock.now());
    const slice: Slice = await world.store.change(doSome, { settles: true });
    world.wake(slice.queues);
    left = slice.left;
  }
}

/** How many alerts the task has answered, whoever did its slices. */
export function acknowledgedBy(digestId: string, task: Acknowledging, { store }: World): Promise<number> {
  return store.read(async (reader) => {
    let count = 0;
    for (const { about, number } of await reader.scan('deliveries.digest', {
      key: digestId,
      after: null,
    })) {
      const alert = 'alertId' in about && number <= task.upTo ? await reader.get('alerts', about.alertId) : null;
      const done = task.resolving ? alert?.resolved : alert?.acknowledged;
      if (done?.at === task.at && done.by === task.by) count += 1;
    }
    return count;
  });
}

interface Slice {
  queues: ReadonlySet<string>;
  left: boolean;
}

async function some(tx: Tx, digestId: string, now: string): Promise<Slice> {
  const [task, ...later] = (await tx.get('digests', digestId))?.acknowledging ?? [];
  const queues = new Set<string>();
  if (!task) return { queues, left: false };
  const rows = await tx.scan('deliveries.digest', { key: digestId, after: task.after, limit: together });
  const seen = rows.filter(({ number }) => number <= task.upTo);
  const done = { ...task.done };
  for (const { about } of seen) {
    const one = 'alertId' in about ? await acknowledge(tx, about.alertId, task) : null;
    if (!one) continue;
    for (const queue of one.queues) queues.add(queue);
    const tenant = one.alert.tenantId ?? '';
    done[tenant] = (done[tenant] ?? 0) + 1;
  }
  const last = seen.length === together ? seen.at(-1) : undefined;
  const acknowledging = last ? [{ ...task, done, after: placeOfNumber(last.number) }, ...later] : later;
  if (!last) await record(tx, { ...task, done }, now);
  // As it is after what was acknowledged.
  const digest = await tx.get('digests', digestId);
  if (digest) await tx.put('digests', { ...digest, acknowledging });
  return { queues, left: acknowledging.length > 0 };
}

/** As of the press: that is when the person answered. What was reopened since is open again. */
async function acknowledge(tx: Tx, alertId: string, task: Acknowledging) {
  const { at, by, byName, place, tenants, resolving } = task;
  const alert = await tx.get('alerts', alertId);
  if (!alert || !tenants.includes(alert.tenantId) || alert.remindFrom > at) return null;
  const deed = resolving ? ({ kind: 'resolve', ...resolving } as const) : ({ kind: 'acknowledge' } as const);
  return actOn(tx, alert, deed, { at, by, byName }, place);
}

/** One line in the audit trail for each tenant, and not thousands. */
async function record(tx: Tx, { by, byName, done, resolving }: Acknowledging, at: string): Promise<void> {
  for (const [tenant, count] of Object.entries(done)) {
    const changes = [
      { field: 'alerts', before: null, after: count },
      ...(resolving ? [{ field: 'reason', before: null, after: resolving.reason }] : []),
    ];
    await tx.record({
      at,
      by,
      byName,
      deed: resolving ? 'alert.resolvedAll' : 'alert.acknowledgedAll',
      tenantId: tenant === '' ? null : tenant,
      changes,
    });
  }
}
