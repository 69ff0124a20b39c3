import type { FaqCorpus } from '../../src/domain/faq/entry.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import type { Model } from '../../src/faq/matcher/model.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { corpusHash, readCorpus } from './corpus.ts';
import { readModel } from './model-file.ts';

/** Returns a function that returns the FAQ, and reads its files when it is first called. */
export function faqLoader(): () => Faq {
  let loaded: Faq | null = null;
  return () => {
    loaded ??= faqOf(readCorpus(), readModel());
    return loaded;
  };
}

/** Returns the FAQ of a corpus and its model. Throws when the model was trained on other questions: it would never find those that were added since. */
export function faqOf(corpus: FaqCorpus, model: Model): Faq {
  if (model.version.corpus !== corpusHash(corpus))
    throw new Error('The questions under data/faq have changed since the model was trained. Run: npm run faq:train');
  return { ...corpus, match: matcher(corpus, model) };
}
