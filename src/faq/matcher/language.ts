import type { FaqLanguage } from '../../domain/tenant/locales.ts';
import type { Model } from './model.ts';
import { ngrams } from './normalize.ts';

/** Returns the marks of a text by which its language is told: its words, and each one to four letters in a row. The text must still have its accents. */
export function languageMarks(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFC').replace(/[’‘]/g, "'");
  return (plain.match(/[\p{L}']+/gu) ?? []).slice(0, 80).flatMap((word) => [`=${word}`, ...ngrams(word, 1)]);
}

/** Short words such as `the` and `dans` count more than long ones, which both languages often share. */
const littleWord = /^=.{1,4}$/;
/** A sum of weights nearer to 0 than this does not tell the language. */
const tie = 1;

/** Returns the language of a text; `otherwise` when the text does not tell. */
export function languageOf(text: string, weights: Model['language'], otherwise: FaqLanguage): FaqLanguage {
  let french = 0;
  for (const mark of languageMarks(text.slice(0, 400)))
    french += (weights.get(mark) ?? 0) * (littleWord.test(mark) ? 4 : 1);
  if (Math.abs(french) < tie) return otherwise;
  return french > 0 ? 'fr' : 'en';
}
