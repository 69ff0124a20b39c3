import type { Identity } from '../tenant/identity.ts';
import type { FaqLanguage } from '../tenant/locales.ts';

/** The most characters of a question to the experts, of an answer and of a note. An answer fits on every card next to its question. */
export const faqLimits = { question: 1_000, answer: 2_000, note: 500 } as const;

/** A question to the experts is kept in full: the asker chose to show it to them. */
export interface FaqQuestion {
  id: string;
  /** Questions are counted from 1. */
  number: number;
  by: Identity;
  byName: string;
  at: string;
  text: string;
  language: FaqLanguage;
  /** The bot had shown these entries, which did not help for `reason`; absent when it had shown none. */
  shown?: { entries: readonly string[]; reason: UnhelpfulReason | null };
  answer: { text: string; by: Identity; byName: string; at: string } | null;
  /** The asker's chat refused the answer, which waits until they write; absent otherwise. */
  undelivered?: true;
  /** It is true when an expert proposes question and answer as an entry of the FAQ. */
  proposed: boolean;
  /** Each change of what its card shows adds one. */
  revision: number;
}

/** A day begins with these counts of what became of questions. */
export const noCount = {
  answered: 0,
  /**
   * The bot asked back («is it one of these?»). `settled` counts those where the asker has chosen since, on whatever day: they are in
   * `answered` or `unknown` too.
   */
  askedBack: 0,
  settled: 0,
  unknown: 0,
  helpful: 0,
  unhelpful: 0,
  /** People asked the experts, and the experts replied. */
  asked: 0,
  replied: 0,
};
/** A question may come to each of these. */
export type FaqEvent = keyof typeof noCount;

/** A row counts what became of the questions of a day, whose date in UTC is its id: `2026-11-24`. */
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

/** People choose one of these reasons why an answer did not help. */
export const unhelpfulReasons = ['unrelated', 'incomplete', 'unclear', 'wrong'] as const;
/** An answer did not help for one of these reasons. */
export type UnhelpfulReason = (typeof unhelpfulReasons)[number];

/** A miss is a question that met no answer, or whose answer did not help. It is redacted and never says who asked. */
export interface FaqMiss {
  /** The id is made of the question: when it comes again, it is counted and not stored. */
  id: string;
  text: string;
  language: FaqLanguage;
  count: number;
  first: string;
  last: string;
  /** This entry did not help for `reason`; null when there was no answer. */
  unhelpful: { entry: string; reason: UnhelpfulReason; note: string } | null;
}
