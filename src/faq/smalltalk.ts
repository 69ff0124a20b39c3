import type { Lexicon } from '../domain/faq-entry.ts';

/** Longer messages have something to say, however rude. */
const insultWords = 5;

/** Whether a message is no question at all: empty, emoji, a greeting, thanks, or a few rude words about nothing of ours. */
export function isSmalltalk(
  words: readonly string[],
  outside: boolean,
  { smalltalk, rude }: Pick<Lexicon, 'smalltalk' | 'rude'>,
): boolean {
  if (words.every((word) => word.length < 2 || smalltalk.includes(word))) return true;
  const said = ` ${words.join(' ')} `;
  return outside && words.length <= insultWords && rude.some((insult) => said.includes(` ${insult} `));
}
