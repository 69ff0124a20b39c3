import { retention } from '../domain/retention.ts';
import type { TrustedTime } from '../domain/time/trusted-time.ts';
import type { Archive, Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';

const dayMs = 24 * 3_600_000;

/**
 * Resolves with whether an archive segment may be dropped now: at most one per 24 hours of trusted running time, and none in the first
 * 24 hours. So a wrong clock cannot drop the whole archive.
 */
export async function mayDrop(reader: Reader, { runMs }: TrustedTime): Promise<boolean> {
  return runMs >= dayMs && (await reader.list('dropped')).every((one) => runMs - one.runMs >= dayMs);
}

/**
 * Drops a segment, unread. `along` runs in the change that gives it up. `finishDropped` does what a crash interrupts
 * after that change.
 */
export async function dropSegment(
  segment: string,
  archive: Pick<Archive, 'drop'>,
  { store, trusted }: Pick<World, 'store'> & { trusted: TrustedTime },
  along: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const row = { id: segment, runMs: trusted.runMs };
  await store.change(async (tx) => {
    await along(tx);
    await tx.put('dropped', { ...row, leaving: true });
  });
  await archive.drop(segment);
  await store.change((tx) => tx.put('dropped', row));
}

/** Finishes what was interrupted, and erases what was dropped a week ago. */
export async function finishDropped(world: Pick<World, 'store' | 'archive' | 'trail'>, { runMs }: TrustedTime) {
  const { store, archive, trail } = world;
  for (const row of await store.read((reader) => reader.list('dropped'))) {
    const { leaving, ...gone } = row;
    const from = row.id.startsWith('alerts-') ? archive : trail;
    if (leaving) {
      await from.drop(row.id);
      await store.change((tx) => tx.put('dropped', gone));
    } else if (runMs - row.runMs >= retention.droppedSegmentDays * dayMs) {
      await from.erase(row.id);
      await store.change((tx) => tx.remove('dropped', row.id));
    }
  }
}
