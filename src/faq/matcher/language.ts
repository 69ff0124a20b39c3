import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import { ngrams } from './normalize.ts';

/** How much each mark speaks for French (above 0) or English (below), by mark. */
export type LanguageWeights = ReadonlyMap<string, number>;

/** Returns the marks of a text by which its language is told: its words, and each one to four letters in a row. The text must still have its accents. */
export function languageMarks(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFC').replace(/[’‘]/g, "'");
  return (plain.match(/[\p{L}']+/gu) ?? []).slice(0, 80).flatMap((word) => [`=${word}`, ...ngrams(word, 1)]);
}

/** Short words such as `the` and `dans` count more than long ones, which both languages often share. */
const littleWord = /^=.{1,4}$/;

/** Returns a number above 0 for French text and below 0 for English; near 0 it could be either. */
export function frenchness(text: string, weights: LanguageWeights): number {
  let sum = 0;
  for (const mark of languageMarks(text.slice(0, 400)))
    sum += (weights.get(mark) ?? 0) * (littleWord.test(mark) ? 4 : 1);
  return sum;
}

const tie = 1;

/** Returns the language of a text; `otherwise` when the text does not tell. */
export function languageOf(text: string, weights: LanguageWeights, otherwise: FaqLanguage): FaqLanguage {
  const french = frenchness(text, weights);
  if (Math.abs(french) < tie) return otherwise;
  return french > 0 ? 'fr' : 'en';
}
