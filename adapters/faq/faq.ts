import type { FaqCorpus } from '../../src/domain/faq/entry.ts';
import { ownRecordIds } from '../../src/domain/faq/own-record.ts';
import { matcher } from '../../src/faq/matcher/matcher.ts';
import type { Model } from '../../src/faq/matcher/model.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { readCorpus } from './corpus.ts';
import { readModel } from './model-file.ts';

/** Returns a function that returns the FAQ, and reads its files when it is first called. */
export function faqLoader(): () => Faq {
  let loaded: Faq | null = null;
  return () => {
    loaded ??= faqOf(readCorpus(), readModel());
    return loaded;
  };
}

/** Returns the FAQ of a corpus and its model. Throws when the model does not know the same entries: it would never find those that were added since. */
export function faqOf(corpus: FaqCorpus, model: Model): Faq {
  if (model.classes.slice(1).join() !== answerIds(corpus).join())
    throw new Error('The entries under data/faq have changed since the model was trained. Run: npm run faq:train');
  return { ...corpus, match: matcher(corpus, model) };
}

/** Returns the ids of all that may answer a question: the entries, then the questions about the own record. */
export function answerIds({ entries }: Pick<FaqCorpus, 'entries'>): string[] {
  return [...entries.map(({ id }) => id), ...ownRecordIds];
}
