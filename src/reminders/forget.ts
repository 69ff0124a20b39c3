import { queueOf } from '../domain/delivery.ts';
import type { Nag, Reader, Tx, World } from '../ports.ts';

/** As long as the weekly digest and people's screens want them. */
const keptMs = 35 * 86_400_000;
const together = 200;

/** Forgets findings that are long over, and reminders that newer ones took the place of. */
export async function forgetReminders({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = new Date(Date.parse(clock.now()) - keptMs).toISOString();
  const first = { key: '', after: null, limit: 1 };
  const due = await store.read(async (reader) => {
    const [finding] = await reader.scan('findings.closed', first);
    return (finding?.closedAt ?? before) < before || (await oldNags(reader, before)).length > 0;
  });
  if (due) await store.change((tx) => forget(tx, before));
}

async function forget(tx: Tx, before: string): Promise<void> {
  for (const { id, closedAt } of await tx.scan('findings.closed', { key: '', after: null, limit: together }))
    if (closedAt !== null && closedAt < before) await tx.remove('findings', id);
  for (const nag of await oldNags(tx, before)) {
    await tx.remove('nags', nag.id);
    await tx.remove('deliveries', `nag ${nag.id} > ${queueOf(nag.to)}`);
  }
}

/** Without those that are still the newest of their destination. */
async function oldNags(reader: Reader, before: string): Promise<Nag[]> {
  const newest = new Set((await reader.list('rounds')).map(({ nag }) => nag));
  const nags = await reader.scan('nags.oldest', { key: '', after: null, limit: together });
  return nags.filter(({ id, at }) => at < before && !newest.has(id));
}
