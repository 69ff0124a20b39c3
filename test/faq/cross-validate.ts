/**
 * How well questions are answered that the model has not seen: five folds of the sets that it is tuned on, no pattern in two of them.
 * Run by hand while tuning: `node test/faq/cross-validate.ts [corpus | people] [-v]`; `corpus` learns from none of these questions,
 * `people` leaves one persona of `personas-taught.jsonl` out at a time, and tells how each is answered.
 */
import { readCorpus } from '../../adapters/faq/corpus.ts';
import { decodeModel, encodeModel } from '../../adapters/faq/model-file.ts';
import { type Question, toTrainingQuestions, tunedOn } from '../../adapters/faq/questions.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import { learn, questionsOfCorpus } from '../../src/faq/training/learn.ts';
import { folded, personaOf, withoutPersona } from './folds.ts';
import { type Asked, line, type Measure, measure, measures, type Share } from './measure.ts';

const corpus = readCorpus();
const all = tunedOn();
const people = process.argv.includes('people');
const folds = people ? withoutPersona(all) : folded(all, process.argv.includes('corpus') ? 1 : 5);

const asked: [Question, Asked][] = [];
for (const { tested, heard } of folds) {
  const taught = [...questionsOfCorpus(corpus), ...toTrainingQuestions(heard)];
  const bytes = encodeModel(learn(corpus, taught, { corpus: '', questions: '' }));
  const match = matcher(corpus, decodeModel(bytes));
  const faq = { ...corpus, match };
  for (const question of tested) {
    asked.push([question, answerAsJson(faq, question.text)]);
    const { outcome, topics } = match(question.text, 'en');
    const good = outcome.kind === 'answer' ? outcome.entry === question.topic : question.topic === null;
    if (process.argv.includes('-v') && !good)
      console.log(
        question.kind,
        question.topic,
        JSON.stringify(outcome),
        topics.slice(0, 3).join(' '),
        '|',
        question.text.slice(0, 200),
      );
  }
}
for (const [{ kind, lang, text }, { lang: said }] of asked)
  if (process.argv.includes('-v') && said !== lang) console.log('LANGUAGE', kind, lang, said, '|', text.slice(0, 100));
if (people)
  for (const [persona, theirs] of Map.groupBy(asked, ([question]) => personaOf(question) ?? ''))
    console.log(persona, brief(measure(theirs)));
const found = measure(asked);
for (const name of measures) console.log(line(name, found[name]));

function brief(of: Record<Measure, Share>): string {
  return measures.map((name) => `${of[name].hits}/${of[name].of}`).join(' ');
}
