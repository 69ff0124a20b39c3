import type { FaqCorpus } from '../domain/faq/entry.ts';
import type { OwnRecordId } from '../domain/faq/own-record.ts';
import type { FaqLanguage, Locale } from '../domain/tenant/locales.ts';

/** Tells what the FAQ found for a message. An offer is the id of an entry, or of a question about the own record. */
export interface FaqMatch {
  /** The language of the text; `otherwise` when the text does not tell. */
  language: FaqLanguage;
  outcome:
    | { kind: 'answer'; entry: string }
    /** Two questions in one message: both are answered, in their order. */
    | { kind: 'answers'; entries: readonly [string, string] }
    /** The register answers it, not an entry. */
    | { kind: 'record'; about: OwnRecordId }
    /** At most three offers that the message may mean, the likeliest first. */
    | { kind: 'unsure'; entries: readonly string[] }
    /** The message is far from everything that is answered. */
    | { kind: 'unknown' }
    /** The text is no question: a greeting, thanks, emoji, nothing at all. */
    | { kind: 'smalltalk' };
  /** The topics, by the ids that programs know, the likeliest first. */
  topics: readonly string[];
}

/** Tells what the text of a message does not. */
export interface FaqContext {
  /** The language in which a text is read that does not tell its own. */
  otherwise: Locale;
  /** The entry that was answered last, which a follow-up may need: «and if he is away?». Null for none. */
  after: string | null;
}

/** Holds the curated questions and answers, and finds them. */
export interface Faq extends Pick<FaqCorpus, 'entries' | 'groups' | 'placeholders'> {
  /** Returns what the FAQ finds for a text. The same text and context always find the same. Any text will do. */
  match(text: string, context: FaqContext): FaqMatch;
}
