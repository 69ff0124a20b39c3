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

/** What became of the questions of a day. */
export interface FaqCount {
  /** The day in UTC: `2026-11-24`. */
  id: string;
  answered: number;
  /** «Did you mean», and of those, on whatever day, where the asker has chosen since: they are in `answered` or `unknown` too. */
  askedBack: number;
  settled: number;
  unknown: number;
  helpful: number;
  unhelpful: number;
  /** Put to the experts, and answered by them. */
  asked: number;
  replied: number;
}
export type FaqEvent = Exclude<keyof FaqCount, 'id'>;

const events = [
  'answered',
  'askedBack',
  'settled',
  'unknown',
  'helpful',
  'unhelpful',
  'asked',
  'replied',
] as const satisfies readonly FaqEvent[];

export const noCount: Omit<FaqCount, 'id'> = {
  answered: 0,
  askedBack: 0,
  settled: 0,
  unknown: 0,
  helpful: 0,
  unhelpful: 0,
  asked: 0,
  replied: 0,
};

/** A day that was counted by an older version lacks what that did not count. */
export function addedUp(counts: readonly Partial<FaqCount>[]): Omit<FaqCount, 'id'> {
  const sum = { ...noCount };
  for (const event of events) for (const one of counts) sum[event] += one[event] ?? 0;
  return sum;
}

export const unhelpfulReasons = ['unrelated', 'incomplete', 'unclear', 'wrong'] as const;
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
