/** The figures of the two sets that nobody reads. Each was measured when the matcher had changed, and is committed with the change. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Faq } from '../../src/ports/world.ts';
import { type QuestionSet, questions } from '../support/questions.ts';
import type { Met } from './judge.ts';
import { kindMeasures, measureByKind, measureStrangers, measures, strangersMeasures } from './measure.ts';
import { met } from './said.ts';

/** The SHA-256 of each set that nobody may change. */
export const frozenSets = {
  'wordings-frozen': '61871c1e705d0f48b8186306b71a8622c98a0fd44e6d7f898cc737646939fc8d',
  'strangers-frozen': 'de54c6c6840426fd88fe81ee0271a29cda48c959d0045a47dfc515183fef88e5',
} as const;

/** Returns the SHA-256 of a set as it stands on the disk. */
export function hashOf(set: QuestionSet): string {
  return createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, `./${set}.jsonl`)))
    .digest('hex');
}

const Share = z.strictObject({ hits: z.int(), of: z.int() });
const WordingsFigures = z.strictObject({ answers: z.string(), figures: z.record(z.enum(measures), Share) });
const Strangers = z.strictObject({
  totals: z.record(z.enum(strangersMeasures), Share),
  byKind: z.record(z.string(), z.partialRecord(z.enum(kindMeasures), Share)),
});
/** What the strangers meet, in all and by kind. */
export type Strangers = z.infer<typeof Strangers>;
/** `before` is of the matcher that the strangers found; `after` is null until the set is measured again, and `answers` with it. */
const StrangersFigures = z.strictObject({
  before: Strangers,
  after: Strangers.nullable(),
  answers: z.string().nullable(),
});

/** Reads what was committed of `wordings-frozen`. */
export function wordingsFigures(): z.infer<typeof WordingsFigures> {
  return WordingsFigures.parse(read('frozen-figures.json'));
}

/** Reads what was committed of `strangers-frozen`. */
export function strangersFigures(): z.infer<typeof StrangersFigures> {
  return StrangersFigures.parse(read('strangers-figures.json'));
}

/** Commits to the figures of `wordings-frozen`. */
export function commitWordings(faq: Faq, figures: z.infer<typeof WordingsFigures>['figures']): void {
  write('frozen-figures.json', { answers: hashOfAnswers(faq), figures });
}

/** Commits to the figures of `strangers-frozen` after a change. Those of before stay. */
export function commitStrangers(faq: Faq, after: Strangers): void {
  write('strangers-figures.json', { ...strangersFigures(), after, answers: hashOfReading(faq) });
}

/** Returns the figures of strangers. */
export function strangersOf(all: readonly Met[]): Strangers {
  return { totals: measureStrangers(all), byKind: measureByKind(all) };
}

/** Returns a hash of what programs are told of sets that everybody may read: when it changes, the committed figures are of another matcher. */
export function hashOfAnswers(faq: Faq): string {
  return hashed(openQuestions(faq).map(({ asked }) => asked));
}

/** Returns a hash of what programs are told of these sets, and of what people read. */
export function hashOfReading(faq: Faq): string {
  return hashed(openQuestions(faq).map(({ asked, read }) => ({ asked, read })));
}

function openQuestions(faq: Faq): Met[] {
  return met(faq, [...questions('wordings-untaught'), ...questions('strangers-tuned')]);
}

function hashed(said: readonly object[]): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

function write(name: string, figures: object): void {
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(figures, null, 2)}\n`);
}
