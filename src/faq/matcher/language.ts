import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { Model } from './model.ts';
import { ngrams } from './normalize.ts';

/**
 * Returns the marks of a text by which its language is recognised: its words, and each one to four letters in a row. The text must still
 * have its accents.
 */
export function languageMarks(text: string): string[] {
  return tokensOf(text.toLowerCase()).flatMap((word) => [wordMark(word), ...ngrams(word, 1)]);
}

function tokensOf(text: string): string[] {
  const plain = text.normalize('NFC').replace(/[’‘]/g, "'");
  return (plain.match(/[\p{L}']+/gu) ?? []).slice(0, 80);
}

function wordMark(word: string): string {
  return `=${word.toLowerCase()}`;
}

/** Short words such as `the` and `dans` count more than long ones, which both languages often share. */
const littleWord = /^=.{1,4}$/;
/** A sum of weights nearer to 0 than this does not tell the language; a text without a known word takes more. */
const tie = { known: 1, unknown: 5 } as const;

/** Returns the language of a text; `otherwise` when the text does not tell. Abbreviations and names alone never do. */
export function languageOf(text: string, weights: Model['language'], otherwise: FaqLanguage): FaqLanguage {
  const isKnown = (word: string) => weights.has(wordMark(word));
  const telling = tellingWords(tokensOf(text.slice(0, 400)), isKnown);
  let french = 0;
  for (const mark of languageMarks(telling.join(' ')))
    french += (weights.get(mark) ?? 0) * (littleWord.test(mark) ? 4 : 1);
  if (Math.abs(french) < (telling.some(isKnown) ? tie.known : tie.unknown)) return otherwise;
  return french > 0 ? 'fr' : 'en';
}

const abbreviation = /^\p{Lu}{2,6}$/u;
const capitalized = /^\p{Lu}/u;

/**
 * Returns the words that may tell the language: all but abbreviations, and none of a text that is only a name. A shouted sentence has all
 * its words.
 */
function tellingWords(words: readonly string[], isKnown: (word: string) => boolean): readonly string[] {
  // People shout whole sentences in capitals.
  if (words.length > 3 && words.every((word) => word === word.toUpperCase())) return words;
  const others = words.filter((word) => !abbreviation.test(word));
  const isName = others.length > 1 && others.every((word) => capitalized.test(word)) && !others.every(isKnown);
  return isName ? [] : others;
}
