import type { Lexicon } from '../domain/faq-entry.ts';
import { typedAnywhere } from '../messages/words.ts';
import { tokens } from './normal.ts';

/** Longer messages have something to say, however rude. */
const insultWords = 5;
/** «cheers guys, bye now». */
const greetingWords = 4;
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Whether a message is no question at all: empty, emoji, a greeting, thanks, or a few rude words about nothing of ours. Beside a
 * greeting or thanks may stand one word that nobody taught, such as a name: «merci Paul». `outside`: none of our entries is likely.
 */
export function isSmalltalk(
  plain: string,
  outside: boolean,
  { smalltalk, rude }: Pick<Lexicon, 'smalltalk' | 'rude'>,
): boolean {
  const words = tokens(plain);
  const others = words.filter((word) => word.length >= 2 && !smalltalk.includes(word));
  const isPolite = words.some((word) => polite.includes(word));
  if (others.length === 0 || (isPolite && words.length === 1)) return true;
  if (!outside) return false;
  if (isPolite && others.length === 1 && words.length <= greetingWords && !plain.includes('?')) return true;
  const said = ` ${words.join(' ')} `;
  return words.length <= insultWords && rude.some((insult) => said.includes(` ${insult} `));
}
