import { markDone, wasDone } from '../../act-once.ts';
import type { Asking } from '../../asking.ts';
import { talkRank } from '../../domain/delivery.ts';
import type { FaqQuestion } from '../../domain/faq-question.ts';
import { owe } from '../../owe.ts';
import type { Tx, World } from '../../ports.ts';
import { count } from './count.ts';

export type Recorded =
  | { kind: 'done'; queues: readonly string[] }
  | { kind: 'already'; answer: NonNullable<FaqQuestion['answer']> }
  | { kind: 'gone' };

/** The first answer counts: it, the asker's message, the edit of the experts' card and the history are one change. */
export function recordAnswer(
  { actor, key }: Asking,
  id: string,
  typed: { answer: string; keep: boolean },
  { store, clock }: World,
): Promise<Recorded> {
  return store.change(async (tx): Promise<Recorded> => {
    const at = clock.now();
    const question = await tx.get('faqQuestions', id);
    if (!question) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'done', queues: [] };
    if (question.answer) return { kind: 'already', answer: question.answer };
    await markDone(tx, key, at);
    const answer = { text: typed.answer, by: actor.id, byName: actor.name, at };
    const after = { ...question, answer, proposed: typed.keep, revision: question.revision + 1 };
    await tx.put('faqQuestions', after);
    await count(tx, 'replied', at);
    await tx.record({ at, by: actor.id, byName: actor.name, deed: 'faq.answered', tenantId: null, changes: [] });
    const about = { kind: 'faqAnswer', questionId: id } as const;
    const to = { kind: 'person', id: question.by } as const;
    const queue = await owe(tx, { about, to, rank: talkRank, want: after.revision }, at);
    return { kind: 'done', queues: [queue, ...(await showAgain(tx, after))] };
  });
}

/** Every card of the question is due for an edit. */
export async function showAgain(tx: Tx, { id, revision }: FaqQuestion): Promise<string[]> {
  const cards = await tx.scan('deliveries.question', { key: id, after: null, limit: 100 });
  for (const card of cards) await tx.put('deliveries', { ...card, want: revision });
  return cards.map(({ queue }) => queue);
}
