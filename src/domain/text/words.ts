import { closest, distance } from 'fastest-levenshtein';
import { shownLimits } from '../tenant/identity.ts';

const isPlain = /^[\0-\x7f]*$/;

/** Returns a text in lower case without accents and outer space, so that `Vérifier` and `verifier` are one word. */
export function fold(text: string): string {
  // Nearly every word is plain, and normalising it would take ten times as long.
  const plain = isPlain.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.toLowerCase().trim();
}

/** Returns the word of `among` (not empty) that is the fewest mistakes away, and their number: letters too many, missing, or wrong. */
export function nearest(word: string, among: readonly string[]): { word: string; mistakes: number } {
  const near = closest(word, among);
  return { word: near, mistakes: distance(word, near) };
}

/** Returns whether two words have the same letters in any order: «motnh» has those of «month». */
export function hasSameLetters(one: string, other: string): boolean {
  const sorted = (word: string) => [...word].sort().join('');
  return one.length === other.length && sorted(one) === sorted(other);
}

/**
 * Returns a word of a program as people read it: `impossibleTravel` becomes “Impossible travel”, `MFABypass` “MFA bypass”. A text
 * with spaces, dots or slashes is no such word and stays.
 */
export function readable(word: string): string {
  if (!/^[\p{L}\p{N}_-]+$/u.test(word)) return word;
  const parts = word
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map((part) => (part.length > 1 && part === part.toUpperCase() ? part : part.toLowerCase()));
  const [first = word, ...rest] = parts;
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(' ');
}

/** Looks a sender's term up in `words`, ignoring case. Makes an unknown term readable instead. */
export function inWords(words: Readonly<Record<string, string>>, word: string): string {
  const known = Object.entries(words).find(([name]) => name.toLowerCase() === word.toLowerCase());
  return known?.[1] ?? readable(word);
}

/**
 * Returns a text in at most `maxLength` UTF-16 units (three or more): of a longer one its beginning and its end, with an ellipsis
 * between. Names of one list mostly differ at their end, so cutting that off would make their labels equal.
 */
export function shortenMiddle(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const endLength = Math.floor(maxLength / 2);
  // A cut may fall within a character, of which a half would stay.
  const start = text.slice(0, maxLength - 1 - endLength).replace(/[\ud800-\udbff]$/, '');
  const end = text.slice(-endLength).replace(/^[\udc00-\udfff]/, '');
  return `${start.trimEnd()}…${end.replace(/^[\s:;,.·]+/, '')}`;
}

/** Returns a person's or a channel's name as cards show it: a long one without its middle. */
export function shortName(name: string, maxLength: number = shownLimits.name): string {
  return shortenMiddle(name, maxLength);
}

/**
 * Returns a link as plain text: its words, with the address behind them in brackets, or the address alone where it has no words.
 * The address is left out only where the words are that address, with or without its scheme and a slash at its end: words
 * that are another address are how people are deceived.
 */
export function linkText(words: string, address: string): string {
  const said = words.trim();
  if (said === '') return `${words}${address}`;
  const bare = address.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '');
  const isAddress = [address, bare].some((one) => one === said || one === `${said}/`);
  return isAddress ? words : `${words} (${address})`;
}

/** Returns the text with its first letter as a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
