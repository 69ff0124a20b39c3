import type { Digest } from './domain/digest.ts';
import { requestEdit } from './outbox/transitions.ts';
import type { Tx } from './ports.ts';

/**
 * Keeps a digest as `after`, and makes every card of it due for an edit: the one in its channel, and one at each admin
 * when the channel refuses; at once when a person asked for it, otherwise once a minute at most. What somebody has to answer waits for no channel that refused an earlier edit. Returns the
 * queues that have work now.
 */
export async function showDigest(tx: Tx, after: Digest, by: 'person' | 'other'): Promise<string[]> {
  const digest = { ...after, revision: after.revision + 1 };
  await tx.put('digests', digest);
  const cards = await tx.scan('deliveries.digestCard', { key: digest.id, after: null });
  const urgent = digest.unanswered > 0;
  return Promise.all(cards.map((card) => requestEdit(tx, card, digest.revision, { asked: by === 'person', urgent })));
}
