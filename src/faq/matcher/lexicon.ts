import type { Lexicon } from '../../domain/faq/entry.ts';
import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import { fold } from '../../domain/text/words.ts';
import { stem, tokens } from './normalize.ts';

interface Term {
  concept: string;
  /** `text` is the stem of a word, or, where `open`, the start of one. */
  parts: readonly { text: string; open: boolean }[];
}

/** The most words of a shorthand. */
const longest = 5;

/** Looks up concepts and shorthand in the lexicon. */
export type Meanings = ReturnType<typeof meanings>;

/** Prepares the lexicon of `lexicon.json` for look-ups. */
export function meanings(lexicon: Lexicon) {
  const terms = Object.entries(lexicon.concepts).flatMap(([concept, all]) => all.map((term) => termOf(concept, term)));
  const byStart = Map.groupBy(terms, ({ parts }) => startOf(parts[0]?.text ?? ''));
  const short = new Map(
    Object.entries(lexicon.shorthand).map(([typed, [en, fr]]) => [
      tokens(fold(typed)).join(' '),
      { en: tokens(fold(en)), fr: tokens(fold(fr)) },
    ]),
  );
  return {
    /** Returns the concepts in the order in which the words name them. */
    conceptsOf: (words: readonly string[]) => conceptsIn(words, byStart),
    /** Returns the words with shorthand written out in the language of the question. */
    writtenOut: (words: readonly string[], language: FaqLanguage) =>
      writtenOut(words, (typed) => short.get(typed)?.[language]),
    /** Returns the words that the tables know, for the training. */
    words: (): ReadonlySet<string> => tokensOf(lexicon),
  };
}

/** Replaces the longest shorthand first: `sec poc` is one, though `sec` and `poc` are others. */
function writtenOut(words: readonly string[], expand: (typed: string) => string[] | undefined): string[] {
  const written: string[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(longest, words.length - at);
    let found = expand(words.slice(at, at + length).join(' '));
    while (!found && length > 1) found = expand(words.slice(at, at + --length).join(' '));
    written.push(...(found ?? words.slice(at, at + 1)));
    at += length;
  }
  return written;
}

function termOf(concept: string, term: string): Term {
  const words = tokens(fold(term));
  const open = term.endsWith('*');
  return {
    concept,
    parts: words.map((word, at) => {
      const last = open && at === words.length - 1;
      return { text: last ? word : stem(word), open: last };
    }),
  };
}

/** Returns the key under which terms are looked up: it is long enough to tell words apart, and no stem is shorter. */
function startOf(word: string): string {
  return word.slice(0, 2);
}

function conceptsIn(words: readonly string[], byStart: ReadonlyMap<string, readonly Term[]>): string[] {
  const stems = words.map(stem);
  const fits = ({ parts }: Term, at: number) =>
    parts.every(({ text, open }, step) =>
      open ? (words[at + step] ?? '').startsWith(text) : stems[at + step] === text,
    );
  return words.flatMap((word, at) => {
    const found = (byStart.get(startOf(word)) ?? []).filter((term) => fits(term, at));
    return [...new Set(found.map(({ concept }) => concept))];
  });
}

function tokensOf({ concepts, shorthand }: Lexicon): Set<string> {
  const said = [...Object.values(concepts).flat(), ...Object.keys(shorthand), ...Object.values(shorthand).flat()];
  return new Set(said.filter((term) => !term.endsWith('*')).flatMap((term) => tokens(fold(term))));
}
