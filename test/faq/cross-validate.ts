/**
 * How strangers are answered: the writers of `data/faq/training` are left out, some at a time, and what they wrote is asked of a
 * model that learnt from all others. Run by hand while tuning: `node test/faq/cross-validate.ts [-v]`; about ten minutes.
 */
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { answerIds, faqOf } from '../../adapters/faq/faq.ts';
import { decodeModel, encodeModel } from '../../adapters/faq/model-file.ts';
import { readTraining, type TaughtQuestion } from '../../adapters/faq/training.ts';
import { entryOf, isOwnRecord, ownRecord } from '../../src/domain/faq/entry.ts';
import { none } from '../../src/faq/matcher/model.ts';
import { learn } from '../../src/faq/training/learn.ts';
import type { Faq } from '../../src/ports/world.ts';
import type { Question } from '../support/questions.ts';
import { measure, measureByKind, measureStrangers } from './measure.ts';
import { print, printByKind, printWrong } from './print.ts';
import { met } from './said.ts';

/** All writers are asked in so many trainings. */
const trials = 6;
const corpus = readCorpus();
const { questions, fillers } = readTraining(corpus);

/** What some writers asked, and what all others taught. */
export interface Trial {
  asked: readonly TaughtQuestion[];
  taught: readonly TaughtQuestion[];
}

/** Returns the trials. Each leaves out other writers, from all files; what nobody is named for is always taught. */
export function withoutWriters(): Trial[] {
  const writers = [...new Set(questions.flatMap(({ by, from }) => (by === undefined ? [] : from)))].sort();
  return Array.from({ length: trials }, (_, trial) => {
    const away = new Set(writers.filter((_, at) => at % trials === trial));
    const asked = questions.filter(({ from }) => away.has(from));
    const texts = new Set(asked.map(({ text }) => text));
    return { asked, taught: questions.filter(({ from, text }) => !away.has(from) && !texts.has(text)) };
  });
}

/** Returns the FAQ with a model that learnt from these questions. */
export function faqThatLearnt(taught: readonly TaughtQuestion[]): Faq {
  const lessons = { ids: answerIds(corpus), lexicon: corpus.lexicon, questions: taught, fillers };
  return faqOf(corpus, decodeModel(encodeModel(learn(lessons, 'trial'))));
}

/** Returns a taught question as one of a set, whose kind is its writer. */
export function asQuestion({ text, of, lang, from }: TaughtQuestion): Question {
  const isTopic = entryOf(corpus, of)?.near === undefined && entryOf(corpus, of) !== null;
  return {
    ...{ text, lang, kind: from, template: from, also: [], both: false, after: null },
    topic: isTopic ? of : null,
    entry: isTopic || of === none ? undefined : of,
    intent: isOwnRecord(of) ? [ownRecord[of].verb] : [],
  };
}

if (import.meta.main) {
  const all = withoutWriters().flatMap(({ asked, taught }) => met(faqThatLearnt(taught), asked.map(asQuestion)));
  if (process.argv.includes('-v')) printWrong(all);
  print({ ...measure(all), ...measureStrangers(all) });
  printByKind(measureByKind(all));
}
