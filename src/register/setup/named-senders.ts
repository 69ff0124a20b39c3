/** Names senders in a sentence or a fact. */
import type { Words } from '../../messages/words.ts';

/** The most senders that are named. */
const maxSenders = 5;

/** Names the first senders, and counts the others. Empty for none. */
export function namedSenders(names: readonly string[], words: Words): string {
  const rest = names.length - maxSenders;
  return [...names.slice(0, maxSenders), ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}
