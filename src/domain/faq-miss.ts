import type { FaqLanguage } from './locales.ts';

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
