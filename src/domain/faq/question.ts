import type { Identity } from '../tenant/identity.ts';
import type { FaqLanguage } from '../tenant/locales.ts';

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

/** How many questions of a day came to what: none of any yet. */
export const noCount = {
  answered: 0,
  /** «Did you mean», and of those, on whatever day, where the asker has chosen since: they are in `answered` or `unknown` too. */
  askedBack: 0,
  settled: 0,
  unknown: 0,
  helpful: 0,
  unhelpful: 0,
  /** Put to the experts, and answered by them. */
  asked: 0,
  replied: 0,
};
/** What a question may come to. */
export type FaqEvent = keyof typeof noCount;

/** What became of the questions of a day, whose date in UTC is the id: `2026-11-24`. */
export interface FaqCount extends Record<FaqEvent, number> {
  id: string;
}

/** Returns the sums over several days. A day that was counted by an older version lacks what that did not count. */
export function addedUp(counts: readonly Partial<FaqCount>[]): Record<FaqEvent, number> {
  const sum = { ...noCount };
  let event: FaqEvent;
  for (event in noCount) for (const one of counts) sum[event] += one[event] ?? 0;
  return sum;
}

/** Why an answer did not help, as people choose it. */
export const unhelpfulReasons = ['unrelated', 'incomplete', 'unclear', 'wrong'] as const;
/** Why an answer did not help. */
export type UnhelpfulReason = (typeof unhelpfulReasons)[number];

/** A question that met no answer, or an answer that did not help. Redacted; never says who asked. */
export interface FaqMiss {
  /** Of what was asked: the same again is counted, not stored. */
  id: string;
  text: string;
  language: FaqLanguage;
  count: number;
  first: string;
  last: string;
  /** The entry that did not help, and why; null where there was no answer. */
  unhelpful: { entry: string; reason: UnhelpfulReason; note: string } | null;
}
