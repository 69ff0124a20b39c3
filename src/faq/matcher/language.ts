import type { FaqLanguage } from '../../domain/tenant/locales.ts';

/** How much each mark speaks for French (above 0) or English (below), by mark. */
export type LanguageWeights = ReadonlyMap<string, number>;

/** Words, and one to four letters in a row, of text whose accents still stand. */
export function languageMarks(text: string): string[] {
  const plain = text.toLowerCase().normalize('NFC').replace(/[’‘]/g, "'");
  return (plain.match(/[\p{L}']+/gu) ?? []).slice(0, 80).flatMap((word) => {
    const edged = `^${word.slice(0, 20)}$`;
    const found = [`=${word}`];
    for (let size = 1; size <= 4; size++)
      for (let at = 0; at + size <= edged.length; at++) found.push(edged.slice(at, at + size));
    return found;
  });
}

/** `the`, `comment`, `dans`: the words between tell more than those that travel between languages. */
const littleWord = /^=.{1,4}$/;

/** Above 0 the text is French, below English; near 0 it could be either. */
export function frenchness(text: string, weights: LanguageWeights): number {
  let sum = 0;
  for (const mark of languageMarks(text.slice(0, 400)))
    sum += (weights.get(mark) ?? 0) * (littleWord.test(mark) ? 4 : 1);
  return sum;
}

const tie = 1;

/** The language that the text is written in; `otherwise` when the text does not tell. */
export function languageOf(text: string, weights: LanguageWeights, otherwise: FaqLanguage): FaqLanguage {
  const french = frenchness(text, weights);
  if (Math.abs(french) < tie) return otherwise;
  return french > 0 ? 'fr' : 'en';
}
