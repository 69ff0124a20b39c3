import { enqueue } from '../../delivery/transitions.ts';
import { digestRank } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

const together = 200;
const patienceMs = 60 * 60_000;

/** Reminds once of a digest in which something is unanswered for an hour. */
export async function escalateDigests({ store, clock }: World): Promise<readonly string[]> {
  const at = clock.now();
  const late = (digest: StormDigest) => Date.parse(at) - Date.parse(digest.openedAt) >= patienceMs;
  const [first] = await store.read((reader) => reader.scan('digests.quiet', { key: '', after: null, limit: 1 }));
  if (!first || !late(first)) return [];
  const remind = async (tx: Tx) => {
    const queues: string[] = [];
    for (const digest of await tx.scan('digests.quiet', { key: '', after: null, limit: together })) {
      if (!late(digest)) break;
      await tx.put('digests', { ...digest, escalated: true });
      const cards = await tx.scan('deliveries.digestCard', { key: digest.id, after: null });
      const about = { kind: 'digestEscalation', digestId: digest.id, last: false } as const;
      // One that is tried again was refused all the same, until it is taken.
      for (const { to, state, refusals } of cards)
        if (state !== 'refused' && refusals === undefined)
          queues.push(await enqueue(tx, { about, to, rank: digestRank, want: 1 }, at));
    }
    return queues;
  };
  return store.change(remind, { settles: true });
}
