import { ResolvedReason } from '../domain/alert/status.ts';
import { type Platform, platforms } from '../domain/tenant/identity.ts';
import { commonLocale, Locale } from '../domain/tenant/locales.ts';
import { fold, hasSameLetters, nearest } from '../domain/text/words.ts';
import type { CommandWords } from '../messages/en/command-words.ts';
import { typedAnywhere, messages as wordsIn } from '../messages/messages.ts';
import { byNumber, type Verb } from '../messages/verbs.ts';

/** A command, split into its verb and the text behind it. */
export interface ParsedCommand {
  /** The verb; null when the first word is none. */
  verb: Verb | null;
  /** The text behind the verb: that of a note as it was typed, that of all others with single blanks. */
  rest: string;
  /** The language of the first word where it may be a verb; null for all others, and for a verb that several languages have. */
  locale: Locale | null;
}

/** A verb and the language in which somebody typed it. */
export interface KnownVerb {
  verb: Verb;
  /** The language; null for a verb that several languages have. */
  locale: Locale | null;
}

/** All languages. The common language is last, so that a word which is a verb in two languages means the common language's. */
const languages = Locale.options.toSorted((a, b) => Number(a === commonLocale) - Number(b === commonLocale));
const typedIn = (locale: Locale): CommandWords => wordsIn(locale).typed;
const isVerb = (word: string): word is Verb => word in typedIn(commonLocale).verbs;

const spoken = new Map<string, KnownVerb>();
for (const verb of Object.keys(typedIn(commonLocale).verbs).filter(isVerb))
  for (const locale of languages) {
    const word = fold(wordOf(verb, locale));
    spoken.set(word, { verb, locale: spoken.get(word)?.verb === verb ? null : locale });
  }
const numbered = new Set(byNumber.flatMap((verb) => languages.map((locale) => fold(wordOf(verb, locale)))));
for (const locale of languages) {
  for (const { word, verb } of typedIn(locale).synonyms) spoken.set(word, { verb, locale });
  for (const word of typedIn(locale).help) spoken.set(word, { verb: 'help', locale });
  for (const { word, verb } of typedIn(locale).otherWords) {
    spoken.set(word, { verb, locale });
    numbered.add(word);
  }
}
const alone: ReadonlyMap<string, ParsedCommand> = new Map(
  languages.flatMap((locale) =>
    typedIn(locale).alone.map(({ word, ...means }) => [word, { rest: '', ...means, locale }]),
  ),
);
const needsNumber = typedAnywhere(({ otherWords }) =>
  otherWords.flatMap(({ word, needsNumber }) => (needsNumber ? [word] : [])),
);
const stops = typedAnywhere((typed) => typed.stops);
const waiting = typedAnywhere((typed) => typed.waiting);
const greetings = typedAnywhere((typed) => typed.greetings);

const everything = typedAnywhere(({ all }) => [all]);
const asksForAll = typedAnywhere((typed) => typed.asksForAll);

/** Returns true when the text means all alerts: «all», «toutes les alertes». */
export function meansAll(words: string): boolean {
  const said = fold(words);
  return everything.some((pattern) => pattern.test(said));
}

/**
 * Returns the command that a sentence about all alerts asks for, such as «how do I resolve all alerts at once?» or «tout résoudre»; null
 * for any other text.
 */
function askedForAll(words: string): ParsedCommand | null {
  const said = fold(words).replaceAll(/\s+/g, ' ');
  const [, first = '', all = 'all'] =
    asksForAll.map((pattern) => pattern.exec(said)).find((found) => found !== null) ?? [];
  const known = numbered.has(first) && meansAll(all) ? spoken.get(first) : undefined;
  return known ? { ...known, rest: all } : null;
}

/** The most words, with the number, behind a word for alerts that is a verb: «alert 2 is not fixed, open it again» is a sentence. */
const longestBehindNumber = 3;

/**
 * Returns true when a verb that is also an everyday word is no verb here. It is one only before a number or alone: «resolve 17», not
 * «resolve my problem». `note` always is one: in the thread of an alert no number follows.
 */
function isEveryday(word: string, rest: string): boolean {
  const isAlways = word === wordOf('ack', commonLocale) || spoken.get(word)?.verb === 'note';
  const isSentence = spoken.get(word)?.verb === 'alerts' && rest.split(/\s+/).length > longestBehindNumber;
  if (!numbered.has(word) || isAlways || (beginsWithNumber(rest) && !isSentence) || meansAll(rest)) return false;
  return rest !== '' || needsNumber.includes(word);
}

/**
 * Returns the verb that an everyday word may be, and the text behind it: «resolve cipp» is a command where `cipp` names alerts. Null for
 * any other text.
 */
export function everydayVerb(words: string): { verb: 'ack' | 'resolve' | 'reopen'; rest: string } | null {
  const [first = '', ...more] = withoutCommand(words).split(/\s+/);
  const known = numbered.has(bare(first)) ? spoken.get(bare(first)) : undefined;
  const rest = more.join(' ');
  const verb = known?.verb;
  return (verb === 'ack' || verb === 'resolve' || verb === 'reopen') && rest !== '' ? { verb, rest } : null;
}

/** Returns true when the text begins with the number of an alert: «17», «#17». */
export function beginsWithNumber(words: string): boolean {
  return /^#?\d{1,9}(?!\w)/.test(words);
}

/** The fewest letters of a verb before a number that a misspelt word is corrected to. A shorter verb is near to many words. */
const shortestSlip = 5;

/** Returns the words of all verbs, those of the language first: `nearest` takes the first of words that are equally near. */
function ownFirst(locale: Locale): string[] {
  const isOwn = (word: string) => spoken.get(word)?.locale === locale;
  const all = [...spoken.keys()].filter((word) => !numbered.has(word) || word.length >= shortestSlip);
  return [...all.filter(isOwn), ...all.filter((word) => !isOwn(word))];
}

/** Splits a command into its verb and the text behind it. No words mean `show`, and a number alone means that alert. */
export function parseCommand(words: string): ParsedCommand {
  const typed = withoutCommand(words);
  const all = askedForAll(typed);
  if (all) return all;
  // The number of an alert alone asks to see it.
  if (/^#?\d{1,9}[.!?]?$/.test(typed)) return { verb: 'alerts', rest: typed.replace(/[.!?]$/, ''), locale: null };
  const [first = '', ...more] = typed.split(/\s+/);
  const rest = more.join(' ');
  // «alerts? who gets them?» asks; «alerts?», also with a blank before the mark, does not.
  const asks = first.endsWith('?') && rest !== '';
  const word = bare(first);
  const meant = rest === '' ? alone.get(word) : undefined;
  if (meant) return meant;
  const known = asks || isEveryday(word, rest) ? undefined : spoken.get(word);
  // «faq: who may change it?», also with a blank before the colon.
  const said = known?.verb === 'note' ? typed.slice(first.length).trim() : rest;
  if (known) return { ...known, rest: said.replace(/^(:\s*|[!?.…]+$)/, '') };
  if (word === '') return { verb: 'show', rest: '', locale: null };
  return { verb: null, rest: '', locale: spoken.get(word)?.locale ?? null };
}

/** Removes the name of the command, which people type in a message too: «/help», «/security-contact help». */
function withoutCommand(words: string): string {
  return words
    .trim()
    .replace(/^\/?security-contact(?=\s|$)|^\/(?=\p{L})/iu, '')
    .trim();
}

/** Returns true when the text is a greeting and nothing else. */
export function isGreeting(words: string): boolean {
  return greetings.includes(bare(words));
}

/** Returns true when the text asks for changes that wait for a second administrator. */
export function asksForWaiting(words: string): boolean {
  const said = bare(withoutCommand(words).replace(/[?!]$/, '')).replaceAll('’', "'").replaceAll(/\s+/g, ' ');
  return waiting.some((pattern) => pattern.test(said));
}

/** Returns true when the text asks for no more messages, and nothing else. */
export function isStop(words: string): boolean {
  return stops.includes(bare(withoutCommand(words)));
}

function bare(word: string): string {
  // «?» alone is a greeting.
  return fold(word)
    .replace(/(?<=\p{L})[!?.,:;…]+$|^[!.,:]+$/u, '')
    .trim();
}

/**
 * Returns the verb that the first word probably misspells, and its language; null when no verb is near. Of two that are equally
 * near it returns the one in `locale`. Two letters that changed places count as two mistakes. With several mistakes it has the verb's first
 * letter, or all its letters: «support» and «export» are no «report».
 */
export function nearestVerb(words: string, locale: Locale): KnownVerb | null {
  const [first = '', ...more] = words.trim().split(/\s+/);
  const word = fold(first);
  const rest = more.join(' ');
  const fits = (one: string) => !numbered.has(one) || beginsWithNumber(rest) || meansAll(rest);
  const near = nearest(word, ownFirst(locale).filter(fits));
  const isSlip = near.mistakes <= 1 || near.word[0] === word[0] || hasSameLetters(near.word, word);
  return isSlip && near.mistakes <= Math.ceil(word.length / 3) ? (spoken.get(near.word) ?? null) : null;
}

/** Returns the word for a verb in a language. */
export function wordOf(verb: Verb, locale: Locale): string {
  return typedIn(locale).verbs[verb];
}

const choosing = (key: keyof CommandWords['choosing']) => typedAnywhere((typed) => typed.choosing[key]);
const [to, and, from, please] = [choosing('to'), choosing('and'), choosing('from'), choosing('please')];
const before = choosing('before');

/** Returns the text with each range of numbers as one word, «2-5» for «2 to 5» and «2 – 5», and with single blanks. */
export function rangesJoined(text: string): string {
  const words = text.trim().split(/\s+/);
  const dashed = words.map((word, n) =>
    to.includes(word.toLowerCase()) && /\d$/.test(words[n - 1] ?? '') ? '-' : word,
  );
  return dashed.join(' ').replaceAll(/(?<=\d)(?: ?[-–—] ?| ?\.{2,3} ?)(?=#?\d)/g, '-');
}

/** Returns whether a word joins the name or number before it to the next one: «and», «to», and the slip «adn». */
export function joins(word: string): boolean {
  return [...to, ...and].some((one) => hasSameLetters(one, word.toLowerCase()));
}

/** Returns the text without what stands before the number that it begins with: «for 17» and «sur l’alerte 17» are «17». */
export function fromNumber(text: string): string {
  const start = text.search(/#?\d/);
  const words = fold(text.slice(0, Math.max(0, start))).split(/[^a-z]+/);
  return words.every((word) => word === '' || before.includes(word)) ? text.slice(Math.max(0, start)) : text;
}

/** Returns the words without a «from» or «of» at their beginning. */
export function withoutFrom(words: readonly string[]): readonly string[] {
  return from.includes(fold(words[0] ?? '')) ? words.slice(1) : words;
}

/** Returns whether the text is only polite: «please». */
export function isPolite(text: string): boolean {
  return please.includes(
    fold(text)
      .replaceAll('’', "'")
      .replaceAll(/[^\p{L}' ]/gu, '')
      .trim(),
  );
}

/** Returns the command as a person types it on their platform. */
export function commandOf(verb: Verb, locale: Locale, platform: Platform): string {
  return `${platforms[platform].commandPrefix}${wordOf(verb, locale)}`;
}

/** Returns the words before the first one that names a reason: «foo» of «foo fraud». */
export function beforeReason(text: string): string {
  const words = text.split(/\s+/);
  const end = words.findIndex((word) => reasonOf(word) !== null);
  return words.slice(0, end < 0 ? words.length : end).join(' ');
}

/** Returns the reason that a word behind `resolve 17` names; null for none. */
export function reasonOf(word: string): ResolvedReason | null {
  const typed = fold(word).replaceAll(/[!.,:;–—-]/g, '');
  const isNamed = (reason: ResolvedReason) => typedAnywhere(({ reasons }) => reasons[reason]).includes(typed);
  return ResolvedReason.options.find(isNamed) ?? null;
}
