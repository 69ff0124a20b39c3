import { type FaqCorpus, ownRecordIds } from '../../src/domain/faq/entry.ts';
import { readingTables } from '../../src/faq/matcher/features.ts';
import { intentRater } from '../../src/faq/matcher/intents.ts';
import { meanings } from '../../src/faq/matcher/lexicon.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import type { Model } from '../../src/faq/matcher/model.ts';
import type { Faq } from '../../src/ports/world.ts';
import { atOnce, corpusInSlices, type Slices } from './corpus.ts';
import { type ModelBytes, modelInSlices, readModel, unpackModels, unpackModelsNow } from './model-file.ts';

/**
 * Loads the FAQ. `faq` returns it, and does at once what is not loaded yet. `load` loads it in slices, so that the first question
 * finds it there and nobody waits meanwhile; it rejects where its files are wrong, as `faq` then throws.
 */
export function faqLoader() {
  let loaded: Faq | null = null;
  let slices: Slices<Faq> | null = null;

  function doSlice(of: Slices<Faq>): void {
    slices = of;
    try {
      const slice = of.next();
      if (slice.done) loaded = slice.value;
    } catch (error) {
      // A generator that threw is at its end: the next question reads the files again.
      slices = null;
      throw error;
    }
  }

  return {
    faq(): Faq {
      while (!loaded) doSlice(slices ?? faqInSlices(unpackModelsNow()));
      return loaded;
    },
    async load(): Promise<void> {
      const bytes = await unpackModels();
      while (!loaded) {
        doSlice(slices ?? faqInSlices(bytes));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Makes the FAQ of the curated files and the bytes of the models, in slices. Throws as `faqOf`. */
export function* faqInSlices(bytes: ModelBytes): Slices<Faq> {
  const corpus = yield* corpusInSlices();
  const model = yield* modelInSlices(bytes.faq);
  return yield* linked(corpus, model, yield* modelInSlices(bytes.commands));
}

/**
 * Returns the FAQ of a corpus and its model, with the model of commands. Throws when the model does not know the same entries: it would
 * never find those that were added since.
 */
export const faqOf = (corpus: FaqCorpus, model: Model, commands: Model = readModel('commands')): Faq =>
  atOnce(linked(corpus, model, commands));

function* linked(corpus: FaqCorpus, model: Model, commands: Model): Slices<Faq> {
  if (model.classes.slice(1).join() !== answerIds(corpus).join())
    throw new Error('The entries under data/faq have changed since the model was trained. Run: npm run faq:train');
  yield;
  const known = meanings(corpus.lexicon);
  yield;
  const tables = readingTables(known, model.words);
  yield;
  const ofCommands = readingTables(known, commands.words);
  yield;
  const intentsOf = intentRater(corpus.lexicon, commands, ofCommands);
  return { ...corpus, match: matcher(corpus, model, tables), intentsOf };
}

/** Returns the ids of all that may answer a question: the entries, then the questions about the own record. */
export function answerIds({ entries }: Pick<FaqCorpus, 'entries'>): string[] {
  return [...entries.map(({ id }) => id), ...ownRecordIds];
}
