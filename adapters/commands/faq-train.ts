/**
 * `npm run faq:train` learns from the files below `data/faq/training` and writes `data/faq/model.bin`. The same files give the same model.
 */
import { learn } from '../../src/faq/training/learn.ts';
import { readCorpus } from '../faq/corpus.ts';
import { answerIds } from '../faq/faq.ts';
import { writeModel } from '../faq/model-file.ts';
import { readTraining, trainingHash } from '../faq/training.ts';
import { progressed } from '../store/progress.ts';
import { messageOf } from './command.ts';
import { withProgress } from './progress-line.ts';

try {
  const corpus = readCorpus();
  const training = readTraining(corpus);
  const lessons = { ids: answerIds(corpus), lexicon: corpus.lexicon, ...training };
  const model = await withProgress(async () =>
    learn(lessons, trainingHash(training, corpus), (done, of) =>
      progressed({ step: 'Training', done, of, unit: 'rounds' }),
    ),
  );
  const size = writeModel(model);
  process.stdout.write(
    `${training.questions.length} questions, ${model.classes.length} classes, ${model.positions.size} features, ${model.language.size} language marks, ${Math.round(size / 1_000)} kB.\n`,
  );
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
