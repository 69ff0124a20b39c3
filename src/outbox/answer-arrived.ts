import type { Delivery } from '../domain/delivery.ts';
import type { Tx } from '../ports.ts';
import { showQuestionAgain } from '../show-question-again.ts';

/** An expert thinks that the asker has the answer: their card says so when it is not so, and when it is again. Returns the queues of the edits. */
export async function answerArrived(tx: Tx, { about }: Delivery, arrived: boolean): Promise<string[]> {
  if (about.kind !== 'faqAnswer') return [];
  const question = await tx.get('faqQuestions', about.questionId);
  if (!question || (question.undelivered === undefined) === arrived) return [];
  const { undelivered: _before, ...delivered } = question;
  return showQuestionAgain(tx, arrived ? delivered : { ...delivered, undelivered: true });
}
