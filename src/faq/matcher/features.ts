import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { Meanings } from './lexicon.ts';
import { ngrams, tokens } from './normalize.ts';
import type { Repair } from './spelling.ts';
import { stem } from './stem.ts';

/** The words of a text, with shorthand written out and spelling mistakes corrected. */
export interface Reading {
  words: readonly string[];
  /** Words that neither the tables nor a repair could place. */
  unknown: number;
  repaired: number;
}

/** The tables with which a text is read. */
export interface Reader {
  meanings: Meanings;
  /** Words of the corpus. */
  known: ReadonlySet<string>;
  repair: Repair;
}

/** Reads a text that `normal` returned: writes shorthand out, then corrects spelling mistakes. */
export function read(normalText: string, language: FaqLanguage, { meanings, known, repair }: Reader): Reading {
  const typed = meanings.writtenOut(tokens(normalText), language);
  let unknown = 0;
  let repaired = 0;
  const words = typed.map((word) => {
    if (known.has(word) || word.length < 3) return word;
    const right = repair(word);
    if (right === null) unknown++;
    else repaired++;
    return right ?? word;
  });
  return { words, unknown, repaired };
}

/** The features of a text by name, in three groups, which have weights of their own. A name stands once for each occurrence. */
export interface Features {
  words: string[];
  concepts: string[];
  letters: string[];
}

/** Returns the features of a text: its word stems and pairs of them, the concepts that it names, and its sequences of letters. */
export function featuresOf({ words, unknown, repaired }: Reading, meanings: Meanings): Features {
  const stems = words.map(stem);
  const pairs = stems.slice(1).map((word, at) => `${stems[at]} ${word}`);
  const found = meanings.conceptsOf(words);
  const distinct = [...new Set(found)].sort();
  const together = distinct.flatMap((a, at) => distinct.slice(at + 1).map((b) => `&${a}+${b}`));
  return {
    words: [...stems.map((word) => `w${word}`), ...pairs.map((pair) => `p${pair}`)],
    concepts: [
      ...distinct.map((concept) => `#${concept}`),
      ...(distinct.length <= 12 ? together : []),
      `!unknown${Math.min(4, unknown)}`,
      `!share${words.length === 0 ? 'none' : Math.round((4 * unknown) / words.length)}`,
      `!fixed${Math.min(2, repaired)}`,
      `!length${Math.min(5, Math.ceil(words.length / 4))}`,
      ...(distinct.length === 0 ? ['!blank'] : []),
    ],
    letters: words.flatMap((word) => ngrams(word, 2)).map((letters) => `~${letters}`),
  };
}
