import type { FaqQuestion } from './domain/faq-question.ts';
import { requestEdit } from './outbox/transitions.ts';
import type { Tx } from './ports.ts';

/** Keeps what changed about a question to the experts; every card of it is due for an edit. Returns their queues. */
export async function showQuestionAgain(tx: Tx, changed: FaqQuestion): Promise<string[]> {
  const question = { ...changed, revision: changed.revision + 1 };
  await tx.put('faqQuestions', question);
  const cards = await tx.scan('deliveries.question', { key: question.id, after: null });
  return Promise.all(cards.map((card) => requestEdit(tx, card, question.revision)));
}
