import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import { deliveryId, queueOf } from '../../domain/delivery/delivery.ts';
import { reminderForgotten } from '../../domain/finding/reminder-round.ts';
import { retention } from '../../domain/retention.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

/** The most findings, and the most reminders, that one change forgets. */
const batchSize = 200;

/** Forgets findings that are long over, and reminders so old that newer ones took their place or all their findings are over. */
export async function forgetReminders({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = dayjs(clock.now())
    .subtract(retention.reminderDays * 24, 'hour')
    .toISOString();
  const first = { key: '', after: null, limit: 1 };
  const due = await store.read(async (reader) => {
    const [finding] = await reader.scan('findings.closed', first);
    const [reminder] = await reader.scan('reminders.oldest', first);
    return (finding?.closedAt ?? before) < before || (reminder?.at ?? before) < before;
  });
  if (due) await store.change((tx) => forget(tx, before));
}

async function forget(tx: Tx, before: string): Promise<void> {
  const oldest = { key: '', after: null, limit: batchSize };
  for (const { id, closedAt } of await tx.scan('findings.closed', oldest))
    if (closedAt !== null && closedAt < before) await tx.remove('findings', id);
  for (const { id, to, at } of await tx.scan('reminders.oldest', oldest)) {
    if (at >= before) break;
    const round = await tx.get('rounds', queueOf(to));
    if (round?.reminder === id) await tx.put('rounds', reminderForgotten(round));
    await tx.remove('reminders', id);
    await forgetDelivery(tx, deliveryId({ kind: 'reminder', reminderId: id }, to));
  }
}
