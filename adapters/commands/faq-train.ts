/**
 * `npm run faq:train` learns the corpus under `data/faq` and writes `data/faq/model.bin`. The same corpus gives the
 * same file.
 */
import { learn, questionsOfCorpus } from '../../src/faq/training/learn.ts';
import { corpusHash, hashOf, readCorpus } from '../faq/corpus.ts';
import { writeModel } from '../faq/model-file.ts';
import { toTrainingQuestions, tunedOn } from '../faq/questions.ts';
import { command } from './command.ts';

await command(async () => {
  const corpus = readCorpus();
  const heard = toTrainingQuestions(tunedOn());
  const version = { corpus: corpusHash(corpus), questions: hashOf(heard) };
  const model = learn(corpus, [...questionsOfCorpus(corpus), ...heard], version);
  const size = writeModel(model);
  process.stdout.write(
    `${model.classes.length} classes, ${model.places.size} features, ${model.language.size} language marks, ${Math.round(size / 1_000)} kB.\n`,
  );
});
