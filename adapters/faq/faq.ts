import { matcher } from '../../src/faq/matcher.ts';
import type { Faq } from '../../src/ports.ts';
import { readCorpus } from './corpus.ts';
import { readModel } from './model-file.ts';

/** The FAQ, read from its files when it is first asked for. */
export function faqFiles(): () => Faq {
  let loaded: Faq | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function load(): Faq {
  const corpus = readCorpus();
  return { entries: corpus.entries, placeholders: corpus.placeholders, match: matcher(corpus, readModel()) };
}
