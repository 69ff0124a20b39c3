import { readCorpus } from '../../adapters/faq/corpus.ts';
import { faqOf } from '../../adapters/faq/faq.ts';
import { decodeModel, encodeModel, readModel } from '../../adapters/faq/model-file.ts';
import { type Question, questions, toTrainingQuestions, tunedOn } from '../../adapters/faq/questions.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import { learn, questionsOfCorpus, type TrainingQuestion } from '../../src/faq/training/learn.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { folded } from '../../test/faq/folds.ts';
import type { Asked } from '../../test/faq/measure.ts';
import { type Found, searchOver } from './minisearch.ts';

/** A question, what we say, and what MiniSearch finds that was taught the same. */
export type Compared = readonly [question: Question, ours: Asked, theirs: Found];

const corpus = readCorpus();

/** The taught sets in five parts, each asked of who learnt the other four. About two minutes. */
export function crossValidated(): Compared[] {
  return folded(tunedOn(), 5).flatMap(({ tested, heard }) => {
    const taught = [...questionsOfCorpus(corpus), ...toTrainingQuestions(heard)];
    const model = decodeModel(encodeModel(learn(corpus, taught, { corpus: '', questions: '' })));
    const faq = { ...corpus, match: matcher(corpus, model) };
    return compared(tested, faq, taught);
  });
}

/** `wordings-untaught.jsonl`, asked of the matcher that is shipped. */
export function untaught(): Compared[] {
  const taught = [...questionsOfCorpus(corpus), ...toTrainingQuestions(tunedOn())];
  return compared(questions('wordings-untaught'), faqOf(corpus, readModel()), taught);
}

function compared(asked: readonly Question[], faq: Faq, taught: readonly TrainingQuestion[]): Compared[] {
  const search = searchOver(taught.map((one) => ({ ...one, of: topicOf(one.of) })));
  return asked.map((question) => [question, answerAsJson(faq, question.text), search(question.text)] as const);
}

/** Programs know the 28 topics only: an entry beside them counts for its nearest one. */
function topicOf(id: string): string {
  return corpus.entries.find((entry) => entry.id === id)?.near?.[0] ?? id;
}
