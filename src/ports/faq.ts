import type { FaqCorpus } from '../domain/faq/entry.ts';
import type { FaqLanguage, Locale } from '../domain/tenant/locales.ts';

/** Tells what the FAQ found for a question. */
export interface FaqMatch {
  /** The language of the text; `otherwise` when the text does not tell. */
  language: FaqLanguage;
  outcome:
    | { kind: 'answer'; entry: string }
    /** At most three entries that the question may mean, the likeliest first. */
    | { kind: 'unsure'; entries: readonly string[] }
    /** No entry answers it; `nearest` has the three nearest all the same. */
    | { kind: 'unknown'; nearest: readonly string[] }
    /** The text is no question: a greeting, thanks, emoji, nothing at all. */
    | { kind: 'smalltalk' };
  /** The topics, by the ids that programs know, the likeliest first. */
  topics: readonly string[];
}

/** Holds the curated questions and answers, and finds them. */
export interface Faq extends Pick<FaqCorpus, 'entries' | 'groups' | 'placeholders'> {
  /** Returns what the FAQ finds for a text. The same text always finds the same. Any text will do. */
  match(text: string, otherwise: Locale): FaqMatch;
}
