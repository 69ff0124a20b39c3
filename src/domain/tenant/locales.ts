import { z } from 'zod';
import { memoize } from '../text/memoize.ts';

/** The languages that the bot speaks, by the names of their folders in `src/messages`. */
export const Locale = z.enum(['en', 'fr']);
/** A language that the bot speaks. */
export type Locale = z.infer<typeof Locale>;

/** The regions that have words of their own. They are read, and never chosen in a form or a setting. */
export const Region = z.enum(['CA']);
/** A region whose people read some words of their language in another way. */
export type Region = z.infer<typeof Region>;

/** The languages in which the FAQ is written, in `data/faq`. */
export const FaqLanguage = z.enum(['en', 'fr']);
/** A language in which the FAQ is written. */
export type FaqLanguage = z.infer<typeof FaqLanguage>;

interface LocaleFacts {
  /** The tag by which dates are written and languages are named (BCP 47). */
  tag: string;
  /** How a date writes the first day of a month. */
  firstOfMonth: string;
  /** The language in which the FAQ answers its readers. */
  faq: FaqLanguage;
}

/** One row for each language. */
export const locales: Readonly<Record<Locale, LocaleFacts>> = {
  en: { tag: 'en-GB', firstOfMonth: '1', faq: 'en' },
  fr: { tag: 'fr-FR', firstOfMonth: '1er', faq: 'fr' },
};

/** The default language. Everybody may type its verbs, so they do not tell which language a person reads. */
export const commonLocale: Locale = 'en';

/** Compares two names for sorting, in the same order on every machine: «Site 4» stands before «Site 12». */
export const compareNames = new Intl.Collator(locales[commonLocale].tag, { numeric: true }).compare;

/** Returns the language of a tag like `fr-FR`, as platforms send it; null when the bot does not speak it. */
export function localeOfTag(tag: string): Locale | null {
  return Locale.safeParse(tag.toLowerCase().split(/[-_]/)[0]).data ?? null;
}

/** Returns the region of a tag like `fr-CA`, as platforms send it; null for none that has words of its own. */
export function regionOfTag(tag: string): Region | null {
  return Region.safeParse(tag.toUpperCase().split(/[-_]/)[1]).data ?? null;
}

const namesIn = memoize(
  Locale.options.length,
  (locale: Locale) => new Intl.DisplayNames(locales[locale].tag, { type: 'language' }),
);

/** Returns the name of a language as it stands within a sentence of another: `French`, `français`. */
export function languageName(language: Locale, locale: Locale): string {
  return namesIn(locale).of(language) ?? language;
}

/** Returns the options of a language menu: each language's name, written in `locale` and capitalised, by its key. */
export function languageChoices(locale: Locale): Readonly<Record<string, string>> {
  const named = Locale.options.map((language) => [language, languageName(language, locale)] as const);
  return Object.fromEntries(
    named.map(([language, name]) => [language, `${name.charAt(0).toUpperCase()}${name.slice(1)}`]),
  );
}

/** Returns a record that holds the same value for each language of the FAQ. */
export function inFaqLanguages<T>(same: T): Record<FaqLanguage, T> {
  return { en: same, fr: same };
}
