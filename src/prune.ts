import dayjs from 'dayjs';
import type { World } from './ports.ts';

/** Longer than any platform repeats a delivery: Slack's delayed events come for a day. */
const keptHours = 25;

/** Forgets marks that no repeat can ask for any more. */
export async function prune({ store, clock }: World): Promise<void> {
  const oldest = dayjs(clock.now()).subtract(keptHours, 'hour').toISOString();
  const old = (await store.read((reader) => reader.list('seen'))).filter(({ at }) => at < oldest);
  if (old.length === 0) return;
  await store.change(async (tx) => {
    for (const { id } of old) await tx.remove('seen', id);
  });
}
