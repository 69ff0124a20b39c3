import type { FaqEntry } from '../../domain/faq/entry.ts';
import type { Faq } from '../../ports/faq.ts';

/** Returns the entry with an id; null when there is none, or no longer. */
export function entryOf({ entries }: Pick<Faq, 'entries'>, id: string | null): FaqEntry | null {
  return entries.find((entry) => entry.id === id) ?? null;
}
