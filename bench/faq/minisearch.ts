import MiniSearch from 'minisearch';
import { z } from 'zod';
import type { TrainingQuestion } from '../../src/domain/faq/entry.ts';
import { none } from '../../src/faq/matcher/model.ts';
import type { Asked } from '../../test/faq/judge.ts';

/** What MiniSearch finds: the classes by their best text, with its score, and the language of the very best. */
export interface Found {
  ranked: readonly { of: string; score: number }[];
  lang: Asked['lang'];
}

const Stored = z.object({ of: z.string(), lang: z.enum(['en', 'fr']), score: z.number() });

/** MiniSearch as its guide has it, over all that our own matcher is taught, the questions out of scope too. */
export function searchOver(taught: readonly TrainingQuestion[]): (text: string) => Found {
  const index = new MiniSearch({
    fields: ['text'],
    storeFields: ['of', 'lang'],
    searchOptions: { prefix: true, fuzzy: 0.2 },
  });
  index.addAll(taught.map(({ text, of, lang }, id) => ({ id, text, of, lang })));
  return (text) => {
    const hits = z.array(Stored).parse(index.search(text));
    const best = new Map<string, number>();
    for (const { of, score } of hits) if (!best.has(of)) best.set(of, score);
    return { ranked: [...best].map(([of, score]) => ({ of, score })), lang: hits[0]?.lang ?? 'en' };
  };
}

/** What it would say if it answered from a score of `least` up: what is out of scope is never an answer. */
export function saidFrom({ ranked, lang }: Found, least: number): Asked {
  const [first] = ranked;
  const answer = first && first.of !== none && first.score >= least ? first.of : null;
  return { answer, suggestions: ranked.flatMap(({ of }) => (of === none ? [] : [of])), lang };
}
