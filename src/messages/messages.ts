import { Locale, type Region } from '../domain/tenant/locales.ts';
import type { CommandWords } from './en/command-words.ts';
import { en } from './en/words.ts';
import { fr } from './fr/words.ts';
import { frenchOfCanada } from './french-of-canada.ts';
import { withSeparators } from './separators.ts';

/** The texts of a language. Every language has the keys of English. */
export type Messages = typeof en;

const inLanguage: Readonly<Record<Locale, Messages>> = {
  en: withSeparators(en, 'en'),
  fr: withSeparators(fr, 'fr'),
};
/** The languages that a region reads in another way. */
const inRegion: Readonly<Record<Region, Partial<Record<Locale, Messages>>>> = {
  CA: { fr: withSeparators(frenchOfCanada, 'fr') },
};

/** Returns every word that a person reads, and every word that they type, in their language, as people of that region write it. */
export function messages(locale: Locale, region?: Region | null): Messages {
  return (region && inRegion[region][locale]) ?? inLanguage[locale];
}

/** Returns what `of` picks from the words that people type, in all languages together. */
export function typedAnywhere<T>(of: (typed: CommandWords) => readonly T[]): T[] {
  return Locale.options.flatMap((locale) => of(messages(locale).typed));
}
