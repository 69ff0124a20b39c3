import dayjs from 'dayjs';
import { forgetDelivery } from '../../delivery/transitions.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

/** How long misses and answered questions are kept. */
const keptDays = 90;
/** How long counts are kept. They say nothing of any person. */
const countedDays = 400;
const some = { key: '', after: null, limit: 200 } as const;

/** Forgets misses and answered questions after 90 days, and counts later. */
export async function forgetFaq({ store, clock }: Pick<World, 'store' | 'clock'>): Promise<void> {
  const before = (days: number) => dayjs(clock.now()).subtract(days, 'day').toISOString();
  const limits = { old: before(keptDays), counted: before(countedDays).slice(0, 10) };
  const due = await store.read(async (reader) => {
    const [miss] = await reader.scan('faqMisses.oldest', { ...some, limit: 1 });
    const [question] = await reader.scan('faqQuestions.answered', { ...some, limit: 1 });
    const counts = await reader.list('faqCounts');
    return (
      (miss && miss.last < limits.old) ||
      (question?.answer && question.answer.at < limits.old) ||
      counts.some(({ id }) => id < limits.counted)
    );
  });
  if (due) await store.change((tx) => forget(tx, limits));
}

async function forget(tx: Tx, { old, counted }: { old: string; counted: string }): Promise<void> {
  for (const { id, last } of await tx.scan('faqMisses.oldest', some)) if (last < old) await tx.remove('faqMisses', id);
  for (const { id, answer } of await tx.scan('faqQuestions.answered', some))
    if (answer && answer.at < old) await forgetQuestion(tx, id);
  for (const { id } of await tx.list('faqCounts')) if (id < counted) await tx.remove('faqCounts', id);
}

/** Forgets a question and the deliveries of its cards. The cards stay in the chat, but can no longer be edited. */
async function forgetQuestion(tx: Tx, id: string): Promise<void> {
  for (const card of await tx.scan('deliveries.question', { key: id, after: null })) await forgetDelivery(tx, card.id);
  await tx.remove('faqQuestions', id);
}
