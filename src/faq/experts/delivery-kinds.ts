import type { DeliveryKinds } from '../../delivery/kind.ts';
import { requestEdit } from '../../delivery/transitions.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { FaqQuestion } from '../../domain/faq/question.ts';
import type { Tx } from '../../ports/store.ts';
import { questionCard } from './question-card.ts';

/** The FAQ has two kinds of delivery: a question to the experts, and the answer to the asker. */
export const faqKinds = {
  faqQuestion: { card: questionCard },
  faqAnswer: { card: questionCard, afterOutcome: afterAnswer },
} satisfies Partial<DeliveryKinds>;

/** Marks a question when its answer could not be delivered, and takes the mark away once it was, so that the experts' card says so. */
async function afterAnswer(tx: Tx, { about, state }: DeliveryOf<'faqAnswer'>): Promise<void> {
  const arrived = state === 'posted';
  const question = arrived || state === 'refused' ? await tx.get('faqQuestions', about.questionId) : null;
  if (!question || (question.undelivered === undefined) === arrived) return;
  const { undelivered: _before, ...delivered } = question;
  await refreshQuestionCards(tx, arrived ? delivered : { ...delivered, undelivered: true });
}

/** Saves a changed question under its next revision and requests an edit of each of its cards. */
export async function refreshQuestionCards(tx: Tx, changed: FaqQuestion): Promise<void> {
  const question = { ...changed, revision: changed.revision + 1 };
  await tx.put('faqQuestions', question);
  const cards = await tx.scan('deliveries.question', { key: question.id, after: null });
  for (const card of cards) await requestEdit(tx, card, question.revision);
}
