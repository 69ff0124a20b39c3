/** What becomes of one question: what programs are told of it, what people read, and whether that is right. */

import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { FaqMatch } from '../../src/ports/world.ts';
import type { Question } from '../support/questions.ts';

/** What a program is told of one question: as `npm run ask` says it. */
export interface Asked {
  answer: string | null;
  also?: readonly string[];
  suggestions: readonly string[];
  lang: Locale;
  intent?: string;
}

/** What a person reads of one question, in the chat. */
export interface Read {
  kind: FaqMatch['outcome']['kind'];
  /** One press away at most: what is answered or offered, the topics nearest to that, and what is related to an answer. */
  within: readonly string[];
}

/** A question, and what a program is told of it. */
export interface Told {
  question: Question;
  asked: Asked;
}

/** A question, what a program is told of it, and what a person reads. */
export interface Met extends Told {
  read: Read;
}

/** Returns true for a question that a topic answers. */
export function hasTopic({ question }: Told): boolean {
  return question.topic !== null;
}

/** Returns true for the second turn of a talk. */
export function isFollowUp({ question }: Told): boolean {
  return question.after !== null;
}

/** Returns true for a question about the own record. */
export function isOwn({ question }: Told): boolean {
  return question.intent.length > 0;
}

/** Returns true where nothing answers: people get an entry beside the 28 topics rightly where the question names it. */
export function isOutOfScope(one: Told): boolean {
  return !hasTopic(one) && !isOwn(one) && one.question.entry === undefined;
}

function right({ topic, also }: Question, id: string | null | undefined): boolean {
  return id != null && (id === topic || also.includes(id));
}

/** Returns true when the first suggestion is right. */
export function rightFirst({ question, asked }: Told): boolean {
  return right(question, asked.suggestions[0]);
}

/** Returns true when one of the first three suggestions is right. */
export function rightInThree({ question, asked }: Told): boolean {
  return asked.suggestions.slice(0, 3).some((id) => right(question, id));
}

/** Returns true when a program is told an answer. */
export function answered({ asked }: Told): boolean {
  return asked.answer !== null;
}

/** Returns true when the first answer is right. */
export function rightAnswer({ question, asked }: Told): boolean {
  return right(question, asked.answer);
}

/** Returns true when the first answer is wrong. */
export function wrongAnswer({ question, asked }: Told): boolean {
  return asked.answer !== null && !right(question, asked.answer);
}

/** Returns true when there is a second answer that nobody asked for. */
export function wrongSecond({ question, asked }: Told): boolean {
  return (asked.also ?? []).some((id) => !right(question, id));
}

/** Returns true when both questions of a message are answered. */
export function bothAnswered({ question, asked }: Told): boolean {
  const said = [asked.answer, ...(asked.also ?? [])];
  return [question.topic, question.also[0]].every((id) => id != null && said.includes(id));
}

/** Returns true when a program is told a verb that shows what the question about the own record asks for. */
export function rightIntent({ question, asked }: Told): boolean {
  return question.intent.some((one) => one === asked.intent);
}

/** Returns true when a program is told the language of the text. */
export function rightLanguage({ question, asked }: Told): boolean {
  return asked.lang === question.lang;
}

/** Returns true when a person reads that there is no answer, or that it is no question. */
export function isUnknown({ read }: Met): boolean {
  return read.kind === 'unknown' || read.kind === 'smalltalk';
}

/** Returns true when a person reads an answer: an entry beside the 28 topics too, and a fact of the own record. */
export function answeredToPeople({ read }: Met): boolean {
  return read.kind === 'answer' || read.kind === 'answers' || read.kind === 'record';
}

/** Returns true when what is right is answered, or one press away. */
export function withinOnePress({ question, read }: Met): boolean {
  return read.within.some((id) => right(question, id));
}
