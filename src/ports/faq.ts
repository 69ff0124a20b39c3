import type { FaqCorpus } from '../domain/faq/entry.ts';
import type { FaqLanguage, Locale } from '../domain/tenant/locales.ts';

// ── FAQ ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a question met. */
export interface FaqMatch {
  /** Of the text; that of `otherwise` when the text does not tell. */
  language: FaqLanguage;
  outcome:
    | { kind: 'answer'; entry: string }
    /** At most three that may be meant, the likeliest first. */
    | { kind: 'unsure'; entries: readonly string[] }
    /** None answers it; the three nearest all the same. */
    | { kind: 'unknown'; nearest: readonly string[] }
    /** No question: a greeting, thanks, emoji, nothing at all. */
    | { kind: 'smalltalk' };
  /** The topics that programs know, the likeliest first. */
  topics: readonly string[];
}

/** The curated questions and answers, and what finds them. */
export interface Faq extends Pick<FaqCorpus, 'entries' | 'groups' | 'placeholders'> {
  /** Pure: the same text always meets the same. Any text will do. */
  match(text: string, otherwise: Locale): FaqMatch;
}
