import { entryOf } from '../../src/domain/faq/entry.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import type { Faq } from '../../src/ports/world.ts';
import { answerIdsOf, matchAsChat } from '../../src/request/interpret.ts';
import type { Question } from '../support/questions.ts';
import type { Met, Read } from './judge.ts';

/** Returns what these questions meet, each by itself or after the answer before it. */
export function met(faq: Faq, all: readonly Question[]): Met[] {
  return all.map((question) => {
    const asked = answerAsJson(faq, { question: question.text, after: question.after });
    return { question, asked, read: readBy(faq, question) };
  });
}

/** Returns what somebody who speaks English, and whose tenants the question does not name, reads in the chat. */
function readBy(faq: Faq, { text, after }: Question): Read {
  const { outcome } = matchAsChat(text, { tenants: [], locale: 'en', faq, after });
  const answered = answerIdsOf(outcome);
  const shown = outcome.kind === 'unsure' ? outcome.entries : answered;
  const nearest = shown.flatMap((id) => entryOf(faq, id)?.near?.[0] ?? []);
  const related = answered.flatMap((id) => entryOf(faq, id)?.related ?? []);
  return { kind: outcome.kind, within: [...shown, ...nearest, ...related] };
}
