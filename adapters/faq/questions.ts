/** Reads questions of people who had not seen the corpus: `test/faq/*.jsonl`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FaqLanguage } from '../../src/domain/tenant/locales.ts';
import { none } from '../../src/faq/matcher/model.ts';
import type { TrainingQuestion } from '../../src/faq/training/learn.ts';

const Question = z.strictObject({
  text: z.string(),
  /** This topic answers it; null for a question that is out of scope. */
  topic: z.string().nullable(),
  /** This entry beside the 28 topics answers it. People get it and programs do not, so the topic is null. */
  entry: z.string().optional(),
  /** These topics answer further questions in the same message. */
  also: z.array(z.string()).default([]),
  lang: FaqLanguage,
  kind: z.string(),
  /** Variants of one pattern share it. */
  template: z.string(),
});
/** A question stands with the answer that it should get. */
export type Question = z.infer<typeof Question>;

/** The sets of questions are named by what they hold; `test/faq/README.md` says who wrote each, and what it is for. */
export const questionSets = [
  'wordings-taught',
  'wordings-untaught',
  'wordings-frozen',
  'regions-taught',
  'regions-untaught',
  'personas-taught',
  'personas-untaught',
  'near-misses-untaught',
] as const;

/** Reads one set of questions. Throws when a line does not have the shape of a question. */
export function questions(name: (typeof questionSets)[number]): Question[] {
  const text = readFileSync(join(import.meta.dirname, `../../test/faq/${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Question.parse(JSON.parse(line)));
}

/** Returns the questions that the matcher is tuned on by cross-validation. The model that is shipped learns them. */
export function tunedOn(): Question[] {
  return [...questions('wordings-taught'), ...questions('regions-taught'), ...questions('personas-taught')];
}

/** Returns what the model learns from these questions: all but those of two topics, and those of 400 characters or more. */
export function toTrainingQuestions(asked: readonly Question[]): TrainingQuestion[] {
  return asked
    .filter(({ also, text }) => also.length === 0 && text.length < 400)
    .map(({ text, topic, entry, lang }) => ({ text, of: topic ?? entry ?? none, lang }));
}
