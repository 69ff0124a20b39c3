import { firstTime } from '../../act-once.ts';
import { addedUp, type FaqEvent, noCount } from '../../domain/faq-count.ts';
import type { Words } from '../../messages/words.ts';
import { type Reader, StoreUnwritable, type Tx, type World } from '../../ports.ts';

/** Counts it for today. */
export async function count(tx: Tx, event: FaqEvent, at: string): Promise<void> {
  const id = at.slice(0, 10);
  const known = { ...noCount, ...((await tx.get('faqCounts', id)) ?? { id }) };
  await tx.put('faqCounts', { ...known, [event]: known[event] + 1 });
}

/** What became of «did you mean»: counted once for each such card. */
export async function settle(tx: Tx, turn: string, event: FaqEvent, at: string): Promise<void> {
  if (!(await firstTime(tx, `faq ${turn}`, at))) return;
  await count(tx, 'settled', at);
  await count(tx, event, at);
}

/** What is noted beside an answer: a full disk must not keep people from reading it. */
export async function noted(what: (tx: Tx) => Promise<void>, { store }: Pick<World, 'store'>): Promise<void> {
  try {
    await store.change(what);
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}

/**
 * Returns the weekly card's line about the FAQ: what became of the questions of the whole organisation. `from` and `until` are
 * dates in UTC, both included: `2026-11-01`. Its first three numbers add up to the questions.
 */
export async function faqWeeklyLine(
  reader: Reader,
  { from, until }: { from: string; until: string },
  { faq }: Words,
): Promise<string> {
  const all = await reader.list('faqCounts');
  const counts = addedUp(all.filter(({ id }) => id >= from && id <= until));
  const { answered, unknown } = counts;
  const askedBack = Math.max(0, counts.askedBack - counts.settled);
  return answered + askedBack + unknown === 0 ? faq.digestNone : faq.digest({ ...counts, askedBack });
}
