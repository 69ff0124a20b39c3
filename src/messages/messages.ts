import { Locale } from '../domain/tenant/locales.ts';
import type { CommandWords } from './en/command-words.ts';
import { en } from './en/words.ts';
import { fr } from './fr/words.ts';
import { withSeparators } from './separators.ts';

/** The texts of a language. Every language has the keys of English. */
export type Messages = typeof en;

const inLanguage: Readonly<Record<Locale, Messages>> = {
  en: withSeparators(en, 'en'),
  fr: withSeparators(fr, 'fr'),
};

/** Returns every word that a person reads, and every word that they type, in their language. */
export function messages(locale: Locale): Messages {
  return inLanguage[locale];
}

/** Returns what `of` picks from the words that people type, in all languages together. */
export function typedAnywhere<T>(of: (typed: CommandWords) => readonly T[]): T[] {
  return Locale.options.flatMap((locale) => of(messages(locale).typed));
}
