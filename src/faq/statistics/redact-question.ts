import { fullName } from '../../domain/tenant/partner-tenant.ts';
import { cleaned, withoutMiddle } from '../../domain/text/clean-text.ts';
import { fold } from '../../domain/text/words.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';

/** The characters that are stored of the beginning and of the end of a text, where its question often stands. */
const ends = { first: 100, last: 97 } as const;
/** Number of characters at each end of a text that are searched. */
const read = { first: 1_400, last: 500 } as const;

/**
 * Returns a text as it may be kept for admins: without personal data, at most 200 characters. Call it before the change, since it reads
 * all names.
 */
export async function redactQuestion(text: string, { store }: Pick<World, 'store'>): Promise<string> {
  const left = redacted(endsOf(text), await store.read(knownNames));
  return withoutMiddle(left, ends) ?? left;
}

/** Returns a text, or both ends of a long one, up to a whole word: half an address would not be known as one. */
function endsOf(text: string): string {
  if (text.length <= read.first + read.last) return text;
  const [beginning, end] = [text.slice(0, read.first), text.slice(-read.last)];
  return `${beginning.slice(0, beginning.lastIndexOf(' ') + 1)}… ${end.slice(end.indexOf(' ') + 1)}`;
}

/** Returns the names of the people whom the bot has met, and of contacts. The name of a group is no personal data. */
async function knownNames(reader: Reader): Promise<string[]> {
  const people = await reader.list('people');
  const contacts = (await reader.list('tenants')).flatMap(({ contact }) =>
    contact?.kind === 'person' ? [fullName(contact)] : [],
  );
  return [...people.map(({ name }) => name), ...contacts];
}

/**
 * These patterns match what must not be kept of a typed text, each with its replacement. They are applied in this order: the wider ones
 * first.
 */
const secrets: readonly [RegExp, string][] = [
  [/<[@#!][^>\s]{1,100}>/g, '[mention]'],
  [/\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"]+/gi, '[link]'],
  [/(?<![^\s@<>"])[^\s@<>"]+@[^\s@<>"]+/g, '[address]'],
  // An address may be spelt out: «ada at contoso dot com».
  [
    /(?<![\w.+-])[\w.+-]+\s+[([]?(?:at|chez|arobase)[)\]]?\s+[\w-]+\s+[([]?(?:dot|point)[)\]]?\s+[a-z]{2,}/gi,
    '[address]',
  ],
  // A host name is kept when it is one of Microsoft's: it says nothing about a person.
  [
    /(?<![\w-]|[\w-]\.)(?!(?:[\w-]+\.)*microsoft\.com(?!\.?[\w-]))[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|eu|fr|be|ch|lu|ca|de|uk|us|cloud|local)\b/gi,
    '[link]',
  ],
  [/\{?\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b\}?/gi, '[id]'],
  [/(?<![\w-])eyJ[\w-]+\.[\w.-]+/g, '[secret]'],
  // A word before it may say that it is a secret: «password: x», «mot de passe est x», «token=x».
  [
    /\b(pass(?:word|phrase|code)?|pwd|mot de passe|mdp|secret|token|jeton|(?:api[ -]?)?key|clé|cle|pin|otp)((?:\s+(?:api|secr[eè]te|priv[ée]e|value|valeur))*\s*(?:(?:\bc['’]|\b)(?:is|was|est|était)\b(?:\s*[:=])?|[:=])\s*)\S+/giu,
    '$1$2[secret]',
  ],
  [
    /\b(pass(?:word|phrase|code)?|pwd|mot de passe|mdp|value|valeur)(\s+)(?=\S*[\d~!$#])(?=\S*[a-z])\S{5,}/gi,
    '$1$2[secret]',
  ],
  [/\b(pin|otp|mfa|code)(\s+(?:code\s+)?(?:(?:is|est)\s+)?)\d{4,8}\b/gi, '$1$2[secret]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, '[number]'],
  [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?!\.?\d)/g, '[ip]'],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]{1,40}(?!\w)/gi, '[ip]'],
  [
    /(?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?(?![\w:])/gi,
    '[ip]',
  ],
  [/(?<![\w[])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){6,}/g, '[number]'],
  // Keys, hashes and tokens are long words with digits in them, or words too long for any language.
  [/(?<![\w+/=~[-])(?=[\w+/=~-]*\d)(?=[\w+/=~-]*[a-z])[\w+/=~-]{16,}/gi, '[secret]'],
  [/\S{40,}/g, '[secret]'],
];

/**
 * The most characters that are read. Each rule begins once in a run of characters (it looks back first), so that none is worse than
 * linear.
 */
const longest = 2_000;

/**
 * Returns a text as it may be kept and shown to admins: without addresses, numbers, ids, links, what looks like a secret, and
 * these names. The result is one line; of a text of more than 2,000 characters it is the beginning, up to a whole word.
 */
export function redacted(text: string, names: readonly string[] = []): string {
  const start = text.length > longest ? text.slice(0, longest).replace(/(?<!\S)\S+$/, '') : text;
  const plain = cleaned(start.normalize('NFKC'));
  // NFKC writes some characters as several, so the text may have grown.
  let left = plain.slice(0, longest);
  for (const [secret, replacement] of secrets) left = left.replace(secret, replacement);
  return withoutNames(left, names).replace(/\s+/g, ' ').trim();
}

/** These words are parts of people's display names, and of questions too. They are folded. */
const common: ReadonlySet<string> = new Set(
  'admin administrator alert alerts azure contact desk global helpdesk it microsoft partner security service soc support team tenant the'.split(
    ' ',
  ),
);
const shortestPart = 3;
const placeholder = '[name]';

/** A word is a run of letters, as it is written and folded, with its place in the text. */
interface Word {
  text: string;
  folded: string;
  start: number;
  end: number;
  /** True when the word may belong to the same name as the previous one: 1 to 3 spaces, dots, apostrophes or hyphens separate them. */
  goesOn: boolean;
}

/**
 * Returns the text with `[name]` for these names. Whole names are replaced however they are written. Parts of them, such as a first
 * name, are replaced only where they begin with a capital, since many are ordinary words as well.
 */
function withoutNames(text: string, names: readonly string[]): string {
  const known = names.map((name) => tokensIn(name).map(({ folded }) => folded));
  const whole = new Set(known.map((name) => name.join(' ')));
  const mostWords = known.reduce((most, { length }) => Math.max(most, length), 0);
  const parts = new Set(known.flat().filter((part) => part.length >= shortestPart && !common.has(part)));
  const isPart = (word?: Word) => word !== undefined && /^\p{Lu}/u.test(word.text) && parts.has(word.folded);
  const words = tokensIn(text);
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < words.length; ) {
    const length = wholeName(words.slice(at, at + mostWords), whole) || (isPart(words[at]) ? 1 : 0);
    const [first, last] = [words[at], words[at + length - 1]];
    if (first && last && length > 0) {
      kept.push(text.slice(from, first.start), placeholder);
      from = last.end;
    }
    at += length || 1;
  }
  return [...kept, text.slice(from)].join('').replace(/\[name\](?:[\s-]+\[name\])+/g, placeholder);
}

function tokensIn(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index: start } of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    const before = words.at(-1);
    const goesOn = before !== undefined && /^[\s.'’-]{1,3}$/.test(text.slice(before.end, start));
    words.push({ text: word, folded: fold(word), start, end: start + word.length, goesOn });
  }
  return words;
}

/** Returns how many of the words, from the first on, are the longest whole name of several words; 0 for none. */
function wholeName([first, ...others]: readonly Word[], names: ReadonlySet<string>): number {
  let longest = 0;
  let said = first?.folded ?? '';
  for (const [index, { folded, goesOn }] of others.entries()) {
    if (!goesOn) break;
    said += ` ${folded}`;
    if (names.has(said)) longest = index + 2;
  }
  return longest;
}
