import { markDone, wasDone } from '../../act-once.ts';
import { talkRank } from '../../domain/delivery.ts';
import type { FaqQuestion } from '../../domain/faq-question.ts';
import { enqueue } from '../../outbox/transitions.ts';
import type { World } from '../../ports.ts';
import type { Request } from '../../request/request.ts';
import { count } from './count.ts';
import { refreshQuestionCards } from './delivery-kinds.ts';

export type Recorded =
  | { kind: 'done'; queues: readonly string[] }
  | { kind: 'already'; answer: NonNullable<FaqQuestion['answer']> }
  | { kind: 'gone' };

/** The first answer counts: it, the asker's message, the edit of the experts' card and the history are one change. */
export function recordAnswer(
  { actor, key }: Request,
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
    const queues = await refreshQuestionCards(tx, { ...question, answer, proposed: typed.keep });
    await count(tx, 'replied', at);
    await tx.record({ at, by: actor.id, byName: actor.name, deed: 'faq.answered', tenantId: null, changes: [] });
    const about = { kind: 'faqAnswer', questionId: id } as const;
    const to = { kind: 'person', id: question.by } as const;
    const queue = await enqueue(tx, { about, to, rank: talkRank, want: question.revision + 1 }, at);
    return { kind: 'done', queues: [queue, ...queues] };
  });
}
