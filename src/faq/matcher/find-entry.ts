import type { FaqEntry } from '../../domain/faq/entry.ts';
import type { Faq } from '../../ports/faq.ts';

/** The entry of that id; null when there is none, any more. */
export function entryOf({ entries }: Pick<Faq, 'entries'>, id: string | null): FaqEntry | null {
  return entries.find((entry) => entry.id === id) ?? null;
}
