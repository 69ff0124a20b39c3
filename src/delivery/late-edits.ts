import { type Delivery, type EditDoubt, isEditOwed } from '../domain/delivery/delivery.ts';
import { ifUnwritable, type Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { doubted } from './transitions.ts';

/** An edit may still arrive for this long (ms) after its call ended; a post has as long after it was tried (`find-delivery.ts`). */
const settleMs = 12_000;

/** Knows which edits may still arrive although their calls failed: an old state would then cover a newer one. */
export type LateEdits = ReturnType<typeof createLateEdits>;

/**
 * Returns what this process knows of late edits. It measures time by itself, since a clock may be set. The doubt of another process
 * is older than this one.
 */
export function createLateEdits({ uptimeMs, run }: Pick<World, 'uptimeMs' | 'run'>) {
  const begun = uptimeMs();
  /** When edits failed, by the id of the row. The row has it too, unless it could not be written, or the process before this one failed. */
  const noted = new Map<string, number>();

  function since({ id, editDoubt }: Delivery): number {
    const stored = editDoubt?.run === run ? Math.max(begun, editDoubt.ms) : begun;
    const here = noted.get(id) ?? Number.NEGATIVE_INFINITY;
    return editDoubt ? Math.max(stored, here) : here;
  }

  return {
    /** Notes that an edit of the message failed and may be made all the same. Returns the doubt for its row. */
    failed(id: string): EditDoubt {
      const ms = uptimeMs();
      for (const [other, at] of noted) if (ms - at > settleMs) noted.delete(other);
      noted.set(id, ms);
      return { run, ms };
    },
    /** Returns for how many milliseconds an earlier edit of the message may still arrive. */
    leftMs: (delivery: Delivery) => Math.max(0, since(delivery) + settleMs - uptimeMs()),
    /** Returns the doubt that the row has to keep while `leftMs` is above 0. */
    doubtOf: (delivery: Delivery): EditDoubt => ({ run, ms: since(delivery) }),
    /**
     * Learns which messages the process before this one may have been editing when it ended: each that was due for an edit, and each
     * that was edited in the 12 s up to its last edit. The latter are sent once more.
     */
    async begin({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
      const { owed, recent } = await store.read((reader) => editsBefore(reader, clock.now()));
      for (const id of owed) noted.set(id, begun);
      for (let from = 0; from < recent.length; from += batchSize)
        await store.change(async (tx) => {
          for (const id of recent.slice(from, from + batchSize)) await doubted(tx, id, { run, ms: begun });
        });
    },
  };
}

/**
 * Notes that an adapter edited a message of the outbox to show an answer in it. Where the outcome is not known, or the message is to show
 * something newer meanwhile, the edit may cover a newer one. `want` is the revision that the message was to show when the answer was made.
 */
export async function answerShown({ id, want }: Pick<Delivery, 'id' | 'want'>, certain: boolean, world: World) {
  const { store, uptimeMs, run } = world;
  const isLast = async () => (await store.read((reader) => reader.get('deliveries', id)))?.want === want;
  if (certain && (await isLast())) return;
  const doubt = { run, ms: uptimeMs() };
  // Where the disk takes nothing, the outbox cannot note its own edit either, and makes it again.
  await store.change((tx) => doubted(tx, id, doubt), { evenWhenFull: true }).catch(ifUnwritable(() => {}));
}

/** The most rows that one change marks. */
const batchSize = 200;

/** Returns the ids of the rows that are due for an edit, and of those that were edited in the 12 s up to the last edit before the bot ended. */
async function editsBefore(reader: Reader, now: string): Promise<{ owed: string[]; recent: string[] }> {
  const owed: string[] = [];
  for (const queue of await reader.keys('deliveries.due'))
    for (const row of await reader.scan('deliveries.due', { key: queue, after: null }))
      if (isEditOwed(row)) owed.push(row.id);
  // The time that is stored every ten minutes bounds what has to be read.
  const alive = (await reader.get('trusted', 'clock'))?.wall;
  if (alive === undefined) return { owed, recent: [] };
  const after = new Date(Date.parse(alive) - settleMs).toISOString();
  const rows = await reader.scan('deliveries.edited', { key: '', after });
  const times = rows.flatMap(({ editedAt }) => (editedAt !== undefined && editedAt <= now ? [editedAt] : []));
  const end = Date.parse(times.at(-1) ?? after);
  const isRecent = ({ state, editedAt }: Delivery) =>
    state === 'posted' && editedAt !== undefined && Date.parse(editedAt) >= end - settleMs;
  return { owed, recent: rows.filter(isRecent).map(({ id }) => id) };
}
