/** Reads questions of people who had not seen the corpus: `test/faq/*.jsonl`. The model learns none of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ownRecord, ownRecordIds } from '../../src/domain/faq/entry.ts';
import { FaqLanguage } from '../../src/domain/tenant/locales.ts';

const Question = z.strictObject({
  text: z.string(),
  /** This topic answers it; null for a question that no topic answers. */
  topic: z.string().nullable(),
  /** This entry beside the 28 topics, or this question about the own record, answers it. People get it and programs do not, so the topic is null. */
  entry: z.string().optional(),
  /** These topics would be right too. */
  also: z.array(z.string()).default([]),
  /** The message has two questions: `topic` answers the one, and the first of `also` the other. */
  both: z.boolean().default(false),
  /** It is about the organisation's own record, and any of these verbs answers it; empty for other questions. */
  intent: z.array(z.enum(ownRecordIds.map((id) => ownRecord[id].verb))).default([]),
  /** It is the second turn of a talk: this entry was answered before. Null for a question that stands alone. */
  after: z.string().nullable().default(null),
  lang: FaqLanguage,
  kind: z.string(),
  /** Variants of one pattern share it. */
  template: z.string(),
});
/** A question stands with the answer that it should get. */
export type Question = z.infer<typeof Question>;

/** The sets of questions are named by what they hold; `test/faq/README.md` says who wrote each, and what it is for. */
export const questionSets = [
  'wordings-untaught',
  'wordings-frozen',
  'regions-untaught',
  'personas-untaught',
  'near-misses-untaught',
  'strangers-tuned',
  'strangers-frozen',
] as const;
/** Questions stand in one of these sets. */
export type QuestionSet = (typeof questionSets)[number];

/** Reads one set of questions. Throws when a line does not have the shape of a question. */
export function questions(name: QuestionSet): Question[] {
  const text = readFileSync(join(import.meta.dirname, `../faq/${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Question.parse(JSON.parse(line)));
}
