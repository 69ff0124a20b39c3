import type { Lexicon } from '../domain/faq-entry.ts';

/** Whether a message is no question at all: empty, emoji, a greeting, thanks, or rude words about nothing of ours. */
export function isSmalltalk(
  words: readonly string[],
  outside: boolean,
  { smalltalk, rude }: Pick<Lexicon, 'smalltalk' | 'rude'>,
): boolean {
  if (words.every((word) => word.length < 2 || smalltalk.includes(word))) return true;
  return outside && words.some((word) => rude.includes(word));
}
