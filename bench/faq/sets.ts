import { readCorpus } from '../../adapters/faq/corpus.ts';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { readTraining } from '../../adapters/faq/training.ts';
import { entryOf, isOwnRecord, ownRecord, type TrainingQuestion } from '../../src/domain/faq/entry.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import type { Faq } from '../../src/ports/world.ts';
import { asQuestion, faqThatLearnt, withoutWriters } from '../../test/faq/cross-validate.ts';
import type { Asked } from '../../test/faq/judge.ts';
import { type Question, questions } from '../../test/support/questions.ts';
import { type Found, searchOver } from './minisearch.ts';

/** A question, what we say, and what MiniSearch finds that was taught the same. */
export interface Compared {
  question: Question;
  ours: Asked;
  theirs: Found;
}

const corpus = readCorpus();
/** One of so many taught questions is asked in cross-validation: MiniSearch takes minutes for all. */
const oneOf = 5;

/** What writers wrote, asked of who learnt from all others. About ten minutes. */
export function crossValidated(): Compared[] {
  return withoutWriters().flatMap(({ asked, taught }) => {
    const some = asked.filter((_, at) => at % oneOf === 0);
    return compared(some.map(asQuestion), faqThatLearnt(taught), taught);
  });
}

/** `wordings-untaught.jsonl`, asked of the matcher that is shipped. */
export function untaught(): Compared[] {
  return compared(questions('wordings-untaught'), faqLoader().faq(), readTraining(corpus).questions);
}

function compared(asked: readonly Question[], faq: Faq, taught: readonly TrainingQuestion[]): Compared[] {
  const search = searchOver(taught.map((one) => ({ ...one, of: topicOf(one.of) })));
  return asked.map((question) => {
    const ours = answerAsJson(faq, { question: question.text, after: null });
    return { question, ours, theirs: search(question.text) };
  });
}

/** Programs know the 28 topics only: what stands beside them counts for its nearest one. */
function topicOf(id: string): string {
  return isOwnRecord(id) ? ownRecord[id].near : (entryOf(corpus, id)?.near?.[0] ?? id);
}
