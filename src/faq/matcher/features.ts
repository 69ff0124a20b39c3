import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { Meanings } from './lexicon.ts';
import { ngrams, type Repair, repairer, stem, tokens } from './normalize.ts';

/** A text is read with these tables. */
export interface ReadingTables {
  meanings: Meanings;
  /** These are the words of the corpus, each with the number of times that it occurs. */
  words: ReadonlyMap<string, number>;
  repair: Repair;
}

/** Returns the tables of a lexicon and of the words of a corpus. */
export function readingTables(meanings: Meanings, words: ReadonlyMap<string, number>): ReadingTables {
  return { meanings, words, repair: repairer(words) };
}

/** Writes shorthand out, then corrects spelling mistakes. `unknown` counts the words that neither the tables nor a repair could place. */
function readWords(normalText: string, language: FaqLanguage, { meanings, words: known, repair }: ReadingTables) {
  let unknown = 0;
  let repaired = 0;
  const words = meanings.writtenOut(tokens(normalText), language).map((word) => {
    if (known.has(word) || word.length < 3) return word;
    const right = repair(word);
    if (right === null) unknown++;
    else repaired++;
    return right ?? word;
  });
  return { words, unknown, repaired };
}

/** The features of a text in three groups, which are weighted separately. A name is in the list once for each occurrence. */
export interface Features {
  words: string[];
  concepts: string[];
  letters: string[];
}

/**
 * Returns the features of a text that `normal` returned: its word stems and pairs of them, the concepts that it names, and its sequences
 * of letters.
 */
export function featuresOf(normalText: string, language: FaqLanguage, tables: ReadingTables): Features {
  const { words, unknown, repaired } = readWords(normalText, language, tables);
  const stems = words.map(stem);
  const pairs = stems.slice(1).map((word, at) => `${stems[at]} ${word}`);
  const concepts = [...new Set(tables.meanings.conceptsOf(words))].sort();
  const conceptPairs = concepts.flatMap((a, at) => concepts.slice(at + 1).map((b) => `&${a}+${b}`));
  return {
    words: [...stems.map((word) => `w${word}`), ...pairs.map((pair) => `p${pair}`)],
    concepts: [
      ...concepts.map((concept) => `#${concept}`),
      ...(concepts.length <= 12 ? conceptPairs : []),
      `!unknown${Math.min(4, unknown)}`,
      `!share${words.length === 0 ? 'none' : Math.round((4 * unknown) / words.length)}`,
      `!fixed${Math.min(2, repaired)}`,
      `!length${Math.min(5, Math.ceil(words.length / 4))}`,
      ...(concepts.length === 0 ? ['!blank'] : []),
    ],
    letters: words.flatMap((word) => ngrams(word, 2)).map((letters) => `~${letters}`),
  };
}
