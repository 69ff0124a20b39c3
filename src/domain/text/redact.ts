import { cleaned } from './clean-text.ts';
import { fold } from './words.ts';

/** What must not be kept of what somebody typed, and what stands in its place. In this order: the wider first. */
const secrets: readonly [RegExp, string][] = [
  [/<[@#!][^>\s]{1,100}>/g, '[mention]'],
  [/\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"]+/gi, '[link]'],
  [/(?<![^\s@<>"])[^\s@<>"]+@[^\s@<>"]+/g, '[address]'],
  // Spelt out: «ada at contoso dot com».
  [
    /(?<![\w.+-])[\w.+-]+\s+[([]?(?:at|chez|arobase)[)\]]?\s+[\w-]+\s+[([]?(?:dot|point)[)\]]?\s+[a-z]{2,}/gi,
    '[address]',
  ],
  // Microsoft's own say nothing of anybody.
  [
    /(?<![\w-]|[\w-]\.)(?!(?:[\w-]+\.)*microsoft\.com(?!\.?[\w-]))[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|eu|fr|be|ch|lu|ca|de|uk|us|cloud|local)\b/gi,
    '[link]',
  ],
  [/\{?\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b\}?/gi, '[id]'],
  [/(?<![\w-])eyJ[\w-]+\.[\w.-]+/g, '[secret]'],
  // Said to be one: «password: x», «mot de passe est x», «token=x».
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
  // Long words with digits in them, or too long for any language: keys, hashes, tokens.
  [/(?<![\w+/=~[-])(?=[\w+/=~-]*\d)(?=[\w+/=~-]*[a-z])[\w+/=~-]{16,}/gi, '[secret]'],
  [/\S{40,}/g, '[secret]'],
];

/** More is not looked at. Each rule begins once in a run of characters (it looks back first), so that none is worse than linear. */
const longest = 2_000;

/**
 * Text that may be kept and shown to admins: without addresses, numbers, ids, links, what looks like a secret, and these
 * names. One line; of a long text the beginning, up to a whole word.
 */
export function redacted(text: string, names: readonly string[] = []): string {
  const start = text.length > longest ? text.slice(0, longest).replace(/(?<!\S)\S+$/, '') : text;
  const plain = cleaned(start.normalize('NFKC'));
  // Some signs become several letters.
  const left = secrets.reduce((left, [secret, stands]) => left.replace(secret, stands), plain.slice(0, longest));
  return withoutNames(left, names).replace(/\s+/g, ' ').trim();
}

/** Words that people's display names hold, and questions too. Folded. */
const common = new Set(
  'admin administrator alert alerts azure contact desk global helpdesk it microsoft partner security service soc support team tenant the'.split(
    ' ',
  ),
);
const shortest = 3;
const stands = '[name]';

/** A run of letters, as it is written and folded, and where it stands. */
interface Word {
  text: string;
  folded: string;
  start: number;
  end: number;
}

/**
 * The text with `[name]` for these names: whole ones however they are written, and parts of them (a first name) where
 * they begin with a capital, since many are words as well.
 */
function withoutNames(text: string, names: readonly string[]): string {
  const known = names.map((name) => wordsIn(name).map(({ folded }) => folded)).filter((name) => name.length > 0);
  const whole = treeOf(known.filter(({ length }) => length > 1));
  const parts = new Set(known.flat().filter((part) => part.length >= shortest && !common.has(part)));
  const words = wordsIn(text);
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < words.length; ) {
    const length = wholeAt(text, words, at, whole) || (isPart(words[at], parts) ? 1 : 0);
    const [first, last] = [words[at], words[at + length - 1]];
    if (first && last && length > 0) {
      kept.push(text.slice(from, first.start), stands);
      from = last.end;
    }
    at += length || 1;
  }
  return [...kept, text.slice(from)].join('').replace(/\[name\](?:[\s-]+\[name\])+/g, stands);
}

/** Names by their words, one below the other: thousands may begin alike. */
interface Names {
  ends: boolean;
  next: Map<string, Names>;
}

function treeOf(names: readonly (readonly string[])[]): Names {
  const root: Names = { ends: false, next: new Map() };
  for (const name of names) {
    let at = root;
    for (const part of name) {
      const next: Names = at.next.get(part) ?? { ends: false, next: new Map() };
      at.next.set(part, next);
      at = next;
    }
    at.ends = true;
  }
  return root;
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(({ 0: word, index }) => ({
    text: word,
    folded: fold(word),
    start: index,
    end: index + word.length,
  }));
}

/** How many words from there on are a whole name: the longest, 0 for none. */
function wholeAt(text: string, words: readonly Word[], at: number, names: Names): number {
  let longest = 0;
  let below = names.next.get(words[at]?.folded ?? '');
  for (let length = 1; below; length++) {
    if (below.ends) longest = length;
    const [before, word] = [words[at + length - 1], words[at + length]];
    const close = before && word && /^[\s.'’-]{1,3}$/.test(text.slice(before.end, word.start));
    below = close ? below.next.get(word.folded) : undefined;
  }
  return longest;
}

function isPart(word: Word | undefined, parts: ReadonlySet<string>): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text) && parts.has(word.folded);
}
