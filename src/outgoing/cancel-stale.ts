import type { OutgoingRow } from '../domain/outgoing/outgoing.ts';
import type { Receiver } from '../ports/receivers.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { amendReceiver, fewAlerts, outgoingBatch, removeOutgoing } from './rows.ts';

/**
 * Cancels what waits for a receiver that is not in the receivers' file any more, or has another address there: nobody sends to an address
 * what was meant for another one. `watchReceivers` notifies the admins. Resolves with how many were cancelled, by receiver. To be called at
 * the start, and when the file was read anew.
 */
export async function cancelStale({
  store,
  receivers,
  steady,
}: Pick<World, 'store' | 'receivers' | 'steady'>): Promise<ReadonlyMap<string, number>> {
  const cancelled = new Map<string, number>();
  const present = receivers.list();
  const keys = await store.read((reader) => reader.keys('outgoing.address'));
  for (const key of keys) {
    if (present.some(({ name, address }) => key === `${name} ${address}`)) continue;
    const moved = present.find(({ name }) => key.startsWith(`${name} `)) ?? null;
    const [name = ''] = key.split(' ');
    for (let more = true; more; ) {
      const done = await store.change((tx) => cancelSome(tx, key, moved, steady.now()), { evenWhenFull: true });
      if (done.count > 0) cancelled.set(name, (cancelled.get(name) ?? 0) + done.count);
      more = done.more;
    }
  }
  return cancelled;
}

/**
 * Returns how many were cancelled, and whether there may be more. What has not come to pass yet does so at the new address of a receiver
 * that moved.
 */
async function cancelSome(tx: Tx, key: string, moved: Receiver | null, now: string) {
  const rows = await tx.scan('outgoing.address', { key, after: null, limit: outgoingBatch });
  for (const { id } of rows) {
    const row = await tx.get('outgoing', id);
    if (row?.timer && moved) await tx.put('outgoing', { ...row, address: moved.address });
    else if (row) await removeOutgoing(tx, row);
  }
  const count = rows.filter(isOwed).length;
  const [name] = rows;
  if (name && count > 0)
    await amendReceiver(tx, name.receiver, ({ cancelled }) => ({
      cancelled: {
        ...{ count: (cancelled?.count ?? 0) + count, why: moved ? 'moved' : 'gone', at: now },
        alerts: fewAlerts(cancelled?.alerts, ...rows.filter(isOwed)),
      },
    }));
  return { count, more: rows.length === outgoingBatch };
}

function isOwed({ state, timer }: OutgoingRow): boolean {
  return state !== 'sent' && !timer;
}
