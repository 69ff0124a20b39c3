/**
 * `npm run faq:train` learns from the files below `data/faq/training` and writes `data/faq/model.bin`; `npm run commands:train` learns from
 * those below `data/commands/phrases` too, and writes `data/commands/model.bin`. The same files give the same model.
 */
import { learn } from '../../src/faq/training/learn.ts';
import { readCorpus } from '../faq/corpus.ts';
import { answerIds } from '../faq/faq.ts';
import { writeModel } from '../faq/model-file.ts';
import { readPhrases, readTraining, trainingHash } from '../faq/training.ts';
import { progressed } from '../store/progress.ts';
import { messageOf } from './command.ts';
import { withProgress } from './progress-line.ts';

/** There are fewer phrases than questions, so a feature that few of them have counts. */
const least = { words: 4, concepts: 4, letters: 8 };

try {
  const corpus = readCorpus();
  const name = process.argv[2] === 'commands' ? 'commands' : 'faq';
  const training =
    name === 'commands' ? { ...readPhrases(corpus), least } : { ...readTraining(corpus), ids: answerIds(corpus) };
  const lessons = { lexicon: corpus.lexicon, ...training };
  const model = await withProgress(async () =>
    learn(lessons, trainingHash(training, corpus), (done, of) =>
      progressed({ step: 'Training', done, of, unit: 'rounds' }),
    ),
  );
  const size = writeModel(name, model);
  process.stdout.write(
    `${training.questions.length} questions, ${model.classes.length} classes, ${model.positions.size} features, ${model.language.size} language marks, ${Math.round(size / 1_000)} kB.\n`,
  );
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
