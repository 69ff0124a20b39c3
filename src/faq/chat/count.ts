import { type FaqEvent, noCount } from '../../domain/faq-count.ts';
import { StoreUnwritable, type Tx, type World } from '../../ports.ts';

/** Counts it for today. */
export async function count(tx: Tx, event: FaqEvent, at: string): Promise<void> {
  const id = at.slice(0, 10);
  const known = (await tx.get('faqCounts', id)) ?? { id, ...noCount };
  await tx.put('faqCounts', { ...known, [event]: known[event] + 1 });
}

/** What is noted beside an answer: a full disk must not keep people from reading it. */
export async function noted(what: (tx: Tx) => Promise<void>, { store }: Pick<World, 'store'>): Promise<void> {
  try {
    await store.change(what);
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}
