/** What must not be kept of what somebody typed, and what stands in its place. In this order: the wider first. */
const secrets: readonly [RegExp, string][] = [
  [/<[@#!][^>\s]{1,100}>/g, '[mention]'],
  [/\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"]+/gi, '[link]'],
  [/[^\s@<>"]+@[^\s@<>"]+/g, '[address]'],
  [/\{?\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b\}?/gi, '[id]'],
  [/\beyJ[\w-]+\.[\w.-]+/g, '[secret]'],
  // Said to be one: «password: x», «mot de passe est x», «token=x».
  [
    /\b(pass(?:word|phrase|code)?|pwd|mot de passe|mdp|secret|token|jeton|api[ -]?key|clé|cle|pin|otp)(\s*(?:[:=]|\bis\b|\best\b)\s*)\S+/gi,
    '$1$2[secret]',
  ],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[ip]'],
  [/\b(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]{1,40}\b/gi, '[ip]'],
  [/(?<![\w[])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){6,}/g, '[number]'],
  // Long words with digits in them, or too long for any language: keys, hashes, tokens.
  [/(?<!\[)\b(?=[\w+/=~-]*\d)(?=[\w+/=~-]*[a-z])[\w+/=~-]{16,}/gi, '[secret]'],
  [/\S{40,}/g, '[secret]'],
];

/** Text that may be kept and shown to admins: without addresses, numbers, ids, links, and what looks like a secret. One line. */
export function redacted(text: string): string {
  const plain = text.normalize('NFKC').replace(/[\u200b-\u200f\u2060-\u2069\ufeff]/g, '');
  return secrets
    .reduce((left, [secret, stands]) => left.replace(secret, stands), plain)
    .replace(/\s+/g, ' ')
    .trim();
}
