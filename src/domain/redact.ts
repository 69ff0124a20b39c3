import { cleaned } from './clean-text.ts';
import { withoutNames } from './redact-names.ts';

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
