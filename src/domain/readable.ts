/**
 * A word of a program as people read it: `impossibleTravel` becomes “Impossible travel”, `MFABypass` “MFA bypass”. What has
 * spaces, dots or slashes is no such word and stays.
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

/** What `words` call it, whatever its case; a word that they do not know is made readable. */
export function inWords(words: Readonly<Record<string, string>>, word: string): string {
  const known = Object.entries(words).find(([name]) => name.toLowerCase() === word.toLowerCase());
  return known?.[1] ?? readable(word);
}
