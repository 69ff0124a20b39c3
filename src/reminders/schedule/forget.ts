import { forgetDelivery } from '../../delivery/transitions.ts';
import { queueOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { reminderForgotten } from '../../domain/finding/reminder-round.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

/** As long as the weekly digest and people's screens want them. */
const keptMs = 35 * 86_400_000;
const together = 200;

/** Forgets findings that are long over, and reminders that are so old that newer ones took their place or nothing is left of them. */
export async function forgetReminders({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - keptMs).toISOString();
  const first = { key: '', after: null, limit: 1 };
  const due = await store.read(async (reader) => {
    const [finding] = await reader.scan('findings.closed', first);
    const [nag] = await reader.scan('nags.oldest', first);
    return (finding?.closedAt ?? before) < before || (nag?.at ?? before) < before;
  });
  if (due) await store.change((tx) => forget(tx, before));
}

async function forget(tx: Tx, before: string): Promise<void> {
  for (const { id, closedAt } of await tx.scan('findings.closed', { key: '', after: null, limit: together }))
    if (closedAt !== null && closedAt < before) await tx.remove('findings', id);
  for (const { id, to, at } of await tx.scan('nags.oldest', { key: '', after: null, limit: together })) {
    if (at >= before) break;
    const round = await tx.get('rounds', queueOf(to));
    if (round?.nag === id) await tx.put('rounds', reminderForgotten(round));
    await tx.remove('nags', id);
    await forgetDelivery(tx, deliveryId({ kind: 'nag', nagId: id }, to));
  }
}
