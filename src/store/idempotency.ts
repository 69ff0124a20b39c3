import type { Identity } from '../domain/tenant/identity.ts';
import type { SeenMark } from '../ports/collections.ts';
import type { Index } from '../ports/indexes.ts';
import type { Reader, Tx } from '../ports/store.ts';

/**
 * The most marks of one person that are stored, and the most of them with an answer: platforms repeat what they sent within
 * minutes, in which nobody does so much. So nobody fills the store by pressing buttons.
 */
const maxMarks = 100;
const maxAnswers = 10;

/** Who does something and when. `by` is null for what a person can do a limited number of times, whose mark may not leave early. */
export interface Doing {
  at: string;
  by: Identity | null;
}

/**
 * Resolves with whether `key` was never acted on, and marks it. To be called inside the change that acts, so that the
 * mark and the change are durable together. A null key is always new: that platform never repeats it.
 */
export async function markOnce(tx: Tx, key: string | null, doing: Doing): Promise<boolean> {
  if (await wasDone(tx, key)) return false;
  await markDone(tx, key, doing);
  return true;
}

/** Resolves with whether `key` was acted on, and marks nothing: for a request that may still be refused. */
export async function wasDone(reader: Reader, key: string | null): Promise<boolean> {
  return key !== null && (await reader.get('seen', `act:${key}`)) !== null;
}

/** Marks `key` as acted on. */
export async function markDone(tx: Tx, key: string | null, { at, by }: Doing): Promise<void> {
  if (key !== null) await putMark(tx, { id: `act:${key}`, at, outcome: null, ...(by === null ? {} : { by }) });
}

/** Stores a mark. The oldest marks and answers of its person make room for it. */
export async function putMark(tx: Tx, mark: SeenMark): Promise<void> {
  const { by, outcome } = mark;
  if (by !== undefined) {
    for (const { id } of await surplus(tx, 'seen.person', by, maxMarks)) await tx.remove('seen', id);
    const answers = outcome === null ? [] : await surplus(tx, 'seen.personAnswered', by, maxAnswers);
    for (const row of answers) await tx.put('seen', { ...row, outcome: null });
  }
  await tx.put('seen', mark);
}

/** Returns the oldest rows of a person that have to go so that one more fits. */
async function surplus(tx: Tx, index: Extract<Index, `seen.person${string}`>, by: Identity, max: number) {
  const limit = (await tx.count(index, by)) + 1 - max;
  return limit > 0 ? tx.scan(index, { key: by, after: null, limit }) : [];
}

/**
 * Rate limit: at most `maxPerDay` of `what` per person and UTC day. Counts one, and resolves with false when they are used up. Call it
 * inside the change that it limits.
 */
export async function withinDailyLimit(
  tx: Tx,
  what: string,
  by: Identity,
  { maxPerDay, at }: { maxPerDay: number; at: string },
) {
  for (let place = 1; place <= maxPerDay; place++)
    if (await markOnce(tx, `${what} ${place} ${at.slice(0, 10)} ${by}`, { at, by: null })) return true;
  return false;
}
