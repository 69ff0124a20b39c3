import type { Faq } from '../ports.ts';
import { matchAsChat } from '../request/command-or-question.ts';

/** What `npm run ask` says of a question, without the time it took. Entries beside the 28 topics do not appear. */
export function askedBy(faq: Faq, text: string) {
  const { language, outcome, topics } = matchAsChat(text, { tenants: [], locale: 'en', faq });
  const answer = outcome.kind === 'answer' && topics.includes(outcome.entry) ? outcome.entry : null;
  const ranking = answer ? [answer, ...topics.filter((id) => id !== answer)] : topics;
  return { answer, suggestions: outcome.kind === 'smalltalk' ? [] : ranking, lang: language };
}
