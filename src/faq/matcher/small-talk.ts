import type { Lexicon } from '../../domain/faq/entry.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import { tokens } from './normalize.ts';

/** A rude message that has more words is a question all the same. */
const insultWords = 5;
/** The most words of a greeting, for example «cheers guys, bye now». */
const greetingWords = 4;
/** The most words after thanks: «thank you, that is what I wanted to know». */
const thanksWords = 12;
const thanks = typedAnywhere((typed) => typed.thanks);
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Returns true when a message is no question: it is empty, emoji, a greeting, thanks, or a few rude words. A greeting or thanks may
 * have one unknown word, such as a name: «merci Paul», and thanks may go on. `outside` is true when no answer is likelier than every entry.
 */
export function isSmalltalk(plain: string, outside: boolean, { smalltalk, rude }: Lexicon): boolean {
  const words = tokens(plain);
  const others = words.filter((word) => word.length >= 2 && !smalltalk.includes(word));
  const isPolite = words.some((word) => polite.includes(word));
  if (others.length === 0 || (isPolite && words.length === 1)) return true;
  if (!outside) return false;
  const asks = plain.includes('?');
  if (isPolite && !asks && others.length === 1 && words.length <= greetingWords) return true;
  if (!asks && thanks.includes(words[0] ?? '') && words.length <= thanksWords) return true;
  const spaced = ` ${words.join(' ')} `;
  return words.length <= insultWords && rude.some((insult) => spaced.includes(` ${insult} `));
}
