import type { UnhelpfulReason } from './faq-miss.ts';
import type { Identity } from './identity.ts';
import type { FaqLanguage } from './locales.ts';

/** Longest question to the experts: what the matcher reads of a text. Longest answer: what fits every card beside it. */
export const faqLimits = { question: 1_000, answer: 2_000, note: 500 } as const;

/** What somebody asked the experts, in full: the asker chose to show it to them. */
export interface FaqQuestion {
  id: string;
  /** 1, 2, 3 … */
  number: number;
  by: Identity;
  byName: string;
  at: string;
  text: string;
  language: FaqLanguage;
  /** The entries that the bot had shown for it, and why the answer did not help; absent where it had shown none. */
  shown?: { entries: readonly string[]; reason: UnhelpfulReason | null };
  answer: { text: string; by: Identity; byName: string; at: string } | null;
  /** The asker's chat refused the answer, which waits until they write; absent otherwise. */
  undelivered?: true;
  /** An expert proposes question and answer as an entry of the FAQ. */
  proposed: boolean;
  /** Counts what its card shows. */
  revision: number;
}
