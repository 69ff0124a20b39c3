import type { FaqCorpus } from '../domain/faq-entry.ts';
import type { Locale } from '../domain/partner-tenant.ts';
import type { FaqMatch } from '../ports.ts';
import { likelihoods } from './classify.ts';
import { featuresOf, type Reader, read } from './features.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { type Model, vectorOf } from './model.ts';
import { looksHostile, normal, sentences, tokens } from './normal.ts';
import { isSmalltalk } from './smalltalk.ts';
import { repairer } from './spelling.ts';

/** An answer must be this likely, found by cross-validation: lower, more answers are right, and more are wrong. */
const sure = 0.5;
/** So must one beside the 28 topics: few phrasings teach it. */
const sureBeside = 0.6;
/** How much the likeliest sentence counts, beside the message as a whole. Half was worse in cross-validation, and all of it much worse. */
const sentenceShare = 0.3;
/** Less likely ones are not worth a button. */
const thinkable = 0.04;
const buttons = 3;

export type Matcher = (text: string, otherwise: Locale) => FaqMatch;

/** Finds the entry that answers a question: the same text always gives the same match. `otherwise` is the language when the text does not tell. */
export function matcher({ entries, lexicon }: Pick<FaqCorpus, 'entries' | 'lexicon'>, model: Model): Matcher {
  const tables = meanings(lexicon);
  const reader: Reader = { meanings: tables, known: new Set(model.words.keys()), repair: repairer(model.words) };
  const nearOf = new Map(entries.map(({ id, near }) => [id, near ?? null]));
  const rate = (part: string, language: Locale) =>
    likelihoods(vectorOf(featuresOf(read(part, language, reader), tables), model), model);
  return (text, otherwise) => {
    const language = languageOf(text, model.language, otherwise);
    const plain = normal(text);
    const rates = blended(plain, (part) => rate(part, language));
    const ranked = model.classes
      .map((id, at) => ({ id, likely: rates[at] ?? 0 }))
      .slice(1)
      .sort((a, b) => b.likely - a.likely);
    return {
      language,
      outcome: outcomeOf(text, plain, rates[0] ?? 0, ranked, (id) => nearOf.get(id) != null, lexicon),
      topics: topicRanking(ranked, nearOf),
    };
  };
}

type Ranked = readonly { id: string; likely: number }[];

/**
 * The message as a whole counts, and its likeliest sentence: what people write around a question drowns it.
 * Two questions in one message share the likelihood, so that both are offered.
 */
function blended(plain: string, rate: (part: string) => Float64Array): Float64Array {
  const whole = rate(plain);
  const parts = sentences(plain).filter((part) => tokens(part).length >= 3);
  if (parts.length < 2) return whole;
  const rates = parts.slice(0, 8).map(rate);
  const most = whole.map((_, of) => {
    const all = rates.map((one) => one[of] ?? 0);
    return of === 0 ? Math.min(...all) : Math.max(...all);
  });
  const total = most.reduce((sum, one) => sum + one, 0);
  return whole.map((one, of) => (1 - sentenceShare) * one + (sentenceShare * (most[of] ?? 0)) / total);
}

function outcomeOf(
  text: string,
  plain: string,
  noneLikely: number,
  ranked: Ranked,
  beside: (id: string) => boolean,
  lexicon: FaqCorpus['lexicon'],
): FaqMatch['outcome'] {
  const best = ranked[0];
  const ids = (least: number) =>
    ranked
      .filter(({ likely }) => likely >= least)
      .slice(0, buttons)
      .map(({ id }) => id);
  const outside = !best || noneLikely >= best.likely;
  if (isSmalltalk(tokens(plain), outside, lexicon)) return { kind: 'smalltalk' };
  if (outside || looksHostile(text)) return { kind: 'unknown', nearest: ids(0) };
  if (best.likely >= (beside(best.id) ? sureBeside : sure)) return { kind: 'answer', entry: best.id };
  return { kind: 'unsure', entries: ids(thinkable) };
}

/** The 28 topics that programs know, the likeliest first. What an entry beside them gets counts for its nearest topic, a little less. */
function topicRanking(ranked: Ranked, nearOf: ReadonlyMap<string, readonly string[] | null>): string[] {
  const sums = new Map<string, number>();
  for (const { id, likely } of ranked) {
    const near = nearOf.get(id);
    const topic = near?.[0] ?? id;
    sums.set(topic, (sums.get(topic) ?? 0) + likely * (near ? 0.6 : 1));
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([topic]) => topic);
}
