import { addedUp, type FaqCount } from './domain/faq-count.ts';
import type { Words } from './messages/words.ts';
import type { Reader } from './ports.ts';

/** What became of the questions from one day to another, both included: `2026-11-01`. In UTC. */
export async function faqCountsBetween(reader: Reader, from: string, to: string): Promise<Omit<FaqCount, 'id'>> {
  const all = await reader.list('faqCounts');
  return addedUp(all.filter(({ id }) => id >= from && id <= to));
}

/** The line of the managers' digest. Its first three numbers add up to the questions. */
export function faqDigestLine(counts: Omit<FaqCount, 'id'>, words: Words): string {
  const { answered, unknown } = counts;
  const askedBack = Math.max(0, counts.askedBack - counts.settled);
  return answered + askedBack + unknown === 0 ? words.faq.digestNone : words.faq.digest({ ...counts, askedBack });
}
