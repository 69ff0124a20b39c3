import type { DeliveryKinds } from '../../delivery/kind.ts';
import { requestEdit } from '../../delivery/transitions.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import type { Tx } from '../../ports/store.ts';
import { questionCard } from './question-card.ts';

/** The kinds of delivery that the FAQ has. */
export const faqKinds = {
  faqQuestion: { card: questionCard },
  faqAnswer: { card: questionCard, settled: answerSettled },
} satisfies Partial<DeliveryKinds>;

/** An expert thinks that the asker has the answer: their card says so when it is not so, and when it is again. Returns the queues of the edits. */
async function answerSettled(tx: Tx, { about, state }: DeliveryOf<'faqAnswer'>): Promise<string[]> {
  const arrived = state === 'posted';
  const question = arrived || state === 'refused' ? await tx.get('faqQuestions', about.questionId) : null;
  if (!question || (question.undelivered === undefined) === arrived) return [];
  const { undelivered: _before, ...delivered } = question;
  return refreshQuestionCards(tx, arrived ? delivered : { ...delivered, undelivered: true });
}

/** Keeps what changed about a question to the experts; every card of it is due for an edit. Returns their queues. */
export async function refreshQuestionCards(tx: Tx, changed: FaqQuestion): Promise<string[]> {
  const question = { ...changed, revision: changed.revision + 1 };
  await tx.put('faqQuestions', question);
  const cards = await tx.scan('deliveries.question', { key: question.id, after: null });
  return Promise.all(cards.map((card) => requestEdit(tx, card, question.revision)));
}
