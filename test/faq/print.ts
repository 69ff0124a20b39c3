import {
  answered,
  answeredToPeople,
  hasTopic,
  isOwn,
  type Met,
  rightAnswer,
  rightFirst,
  rightIntent,
  rightLanguage,
  wrongSecond,
} from './judge.ts';
import { type Share, wilson } from './measure.ts';

/** Prints each measure that something was asked for, with its interval. */
export function print(figures: Readonly<Record<string, Share>>): void {
  for (const [name, counted] of Object.entries(figures)) if (counted.of > 0) console.log(line(name, counted));
}

function line(name: string, counted: Share): string {
  const { share, low, high } = wilson(counted);
  const fixed = (value: number) => value.toFixed(1).padStart(5);
  return `${name.padEnd(34)} ${fixed(share)} %  (${fixed(low)} to ${fixed(high)})  ${counted.hits} of ${counted.of}`;
}

/** Prints each kind with its measures. */
export function printByKind(kinds: Readonly<Record<string, Readonly<Record<string, Share>>>>): void {
  for (const [kind, figures] of Object.entries(kinds)) {
    console.log(`\n${kind}`);
    print(figures);
  }
}

/** Prints each question that went wrong: what it should get, and what it got. */
export function printWrong(all: readonly Met[]): void {
  for (const one of all.filter((one) => !isRight(one))) {
    const { question, asked, read } = one;
    const wanted = question.topic ?? question.entry ?? question.intent.join(' or ');
    const answers = [asked.answer, ...(asked.also ?? []), asked.intent].filter(Boolean).join(' ');
    const first = asked.suggestions.slice(0, 3).join(' ');
    console.log(
      question.kind,
      question.lang,
      wanted || 'nothing',
      '->',
      asked.lang,
      read.kind,
      answers,
      `(${first})`,
      '|',
      question.text,
    );
  }
}

function isRight(one: Met): boolean {
  if (!rightLanguage(one)) return false;
  if (hasTopic(one)) return rightAnswer(one) && rightFirst(one) && !wrongSecond(one);
  if (isOwn(one)) return rightIntent(one);
  return !answered(one) && (one.question.entry !== undefined || !answeredToPeople(one));
}
