import type { Alert } from '../domain/alert.ts';
import { answersAfter, answersDiffer } from '../domain/digest.ts';
import type { Tx } from '../ports.ts';
import { showDigest } from './show-again.ts';

/** Keeps the digests current that stand for an alert whose status changed. Returns the queues that have work now. */
export async function answeredInDigests(tx: Tx, before: Alert, after: Alert, at: string): Promise<readonly string[]> {
  const step = Number(after.status === 'active') - Number(before.status === 'active');
  if (!answersDiffer(before, after)) return [];
  const deliveries = await tx.scan('deliveries.cards', { key: after.id, after: null });
  const queues: string[] = [];
  for (const { digestId } of deliveries) {
    const digest = digestId === null ? null : await tx.get('digests', digestId);
    if (!digest) continue;
    const unanswered = digest.unanswered + step;
    const answers = answersAfter(digest.answers, before, after);
    const closedAt = unanswered === 0 ? (digest.closedAt ?? at) : null;
    queues.push(...(await showDigest(tx, { ...digest, unanswered, answers, closedAt }, 'person')));
  }
  return queues;
}
