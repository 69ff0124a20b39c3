import type { FaqCorpus, Lexicon } from '../../domain/faq/entry.ts';
import { type FaqLanguage, type Locale, locales } from '../../domain/tenant/locales.ts';
import { typedAnywhere } from '../../messages/words.ts';
import type { FaqMatch } from '../../ports/faq.ts';
import { featuresOf, type Reader, read } from './features.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { type Model, vectorOf } from './model.ts';
import { looksHostile, normal, questionsIn, sentences, tokens } from './normalize.ts';
import { likelihoods } from './score.ts';
import { repairer } from './spelling.ts';

/** An answer must be this likely, found by leaving whole writers out, then made stricter for strangers: lower, more answers are right, and more are wrong. */
const sure = 0.45;
/** So many times as likely as that none is meant, and as the next entry: what is out of scope is more often near to none than unlikely. */
const clearly = { ofNone: 1.5, ofNext: 1.5 } as const;
/** So must one beside the 28 topics: few phrasings teach it. */
const sureBeside = 0.6;
/** One of several questions in a message: with less around it, it is less likely, and both are only offered. */
const sureOfPart = 0.5;
/** How much the likeliest sentence counts, beside the message as a whole. Half was worse in cross-validation, and all of it much worse. */
const sentenceShare = 0.2;
/** Less likely ones are not worth a button. */
const thinkable = 0.04;
/** An entry this likely is offered, also when it is likelier that none is meant. */
const worthOffering = 0.15;
/** An entry this likely for a question covers it too. */
const also = 0.2;
const buttons = 3;

export type Matcher = (text: string, otherwise: Locale) => FaqMatch;

/** «who can update?», folded, leaves out what everything here is about. */
const unfinished: readonly { asks: RegExp; what: string }[] = [
  {
    asks: /^who (?:can|may|is allowed to) (?:update|edit|modify)(?: it)?[\s?!.]*$/,
    what: 'who can update the contact',
  },
  {
    asks: /^qui peut (?:le |la )?(?:modifier|mettre a jour|actualiser)[\s?!.]*$/,
    what: 'qui peut modifier le contact',
  },
];

function completed(plain: string): string {
  return unfinished.find(({ asks }) => asks.test(plain))?.what ?? plain;
}

/** Finds the entry that answers a question: the same text always gives the same match. `otherwise` is the language when the text does not tell. */
export function matcher({ entries, lexicon }: Pick<FaqCorpus, 'entries' | 'lexicon'>, model: Model): Matcher {
  const tables = meanings(lexicon);
  const reader: Reader = { meanings: tables, known: new Set(model.words.keys()), repair: repairer(model.words) };
  const nearOf = new Map(entries.map(({ id, near }) => [id, near ?? null]));
  const rate = (part: string, language: FaqLanguage) =>
    likelihoods(vectorOf(featuresOf(read(part, language, reader), tables), model), model);
  return (text, otherwise) => {
    const language = languageOf(text, model.language, locales[otherwise].faq);
    const plain = completed(normal(text));
    const rated = (part: string) => rate(part, language);
    const found = ranking(blended(plain, rated), model.classes);
    const atLeast = (topic: number, beside: number) => {
      return ({ ranked: [best], noneLikely }: Found) =>
        best && noneLikely < best.likely && best.likely >= (nearOf.get(best.id) ? beside : topic) ? best.id : null;
    };
    const sureOf = (one: Found) => (isClear(one) ? atLeast(sure, sureBeside)(one) : null);
    return {
      language,
      outcome: outcomeOf({ text, plain }, found, {
        sureOf,
        asked: askedFor(plain, (part) => ranking(rated(part), model.classes), atLeast(sureOfPart, sureBeside)),
        lexicon,
      }),
      topics: topicRanking(found.ranked, nearOf),
    };
  };
}

type Ranked = readonly { id: string; likely: number }[];

interface Found {
  noneLikely: number;
  /** The likeliest first. */
  ranked: Ranked;
}

function ranking(rates: Float64Array, classes: readonly string[]): Found {
  const ranked = classes.map((id, at) => ({ id, likely: rates[at] ?? 0 })).slice(1);
  return { noneLikely: rates[0] ?? 0, ranked: ranked.sort((a, b) => b.likely - a.likely) };
}

function isClear({ noneLikely, ranked: [best, next] }: Found): boolean {
  const { likely } = best ?? { likely: 0 };
  return likely >= clearly.ofNone * noneLikely && likely >= clearly.ofNext * (next?.likely ?? 0);
}

/**
 * The message as a whole counts, and its likeliest sentence: what people write around a question drowns it.
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

/** What several questions in one message ask for, when each has a sure answer of its own; none when one entry covers another's question too. */
function askedFor(plain: string, find: (part: string) => Found, sureOf: (found: Found) => string | null): string[] {
  const parts = questionsIn(plain).filter((part) => tokens(part).length >= 3);
  if (parts.length < 2) return [];
  const found = parts.slice(0, 8).map(find);
  const ids = [...new Set(found.flatMap((one) => sureOf(one) ?? []))];
  const covers = (id: string) => found.every(({ ranked }) => ranked.some((one) => one.id === id && one.likely >= also));
  return ids.some(covers) ? [] : ids;
}

interface Judged {
  sureOf: (found: Found) => string | null;
  /** What several questions in the message ask for. */
  asked: readonly string[];
  lexicon: FaqCorpus['lexicon'];
}

function outcomeOf(
  { text, plain }: { text: string; plain: string },
  found: Found,
  { sureOf, asked, lexicon }: Judged,
): FaqMatch['outcome'] {
  const { ranked, noneLikely } = found;
  const likely = (least: number) => ranked.filter((one) => one.likely >= least).map(({ id }) => id);
  const outside = noneLikely >= (ranked[0]?.likely ?? 0);
  if (isSmalltalk(plain, outside, lexicon)) return { kind: 'smalltalk' };
  if (looksHostile(text)) return { kind: 'unknown', nearest: likely(0).slice(0, buttons) };
  if (asked.length > 1) return { kind: 'unsure', entries: asked.slice(0, buttons) };
  const entry = sureOf(found);
  if (entry) return { kind: 'answer', entry };
  if (outside && (ranked[0]?.likely ?? 0) < worthOffering)
    return { kind: 'unknown', nearest: likely(0).slice(0, buttons) };
  return { kind: 'unsure', entries: likely(thinkable).slice(0, buttons) };
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

/** Longer messages have something to say, however rude. */
const insultWords = 5;
/** «cheers guys, bye now». */
const greetingWords = 4;
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Whether a message is no question at all: empty, emoji, a greeting, thanks, or a few rude words about nothing of ours. Beside a
 * greeting or thanks may stand one word that nobody taught, such as a name: «merci Paul». `outside`: none of our entries is likely.
 */
export function isSmalltalk(
  plain: string,
  outside: boolean,
  { smalltalk, rude }: Pick<Lexicon, 'smalltalk' | 'rude'>,
): boolean {
  const words = tokens(plain);
  const others = words.filter((word) => word.length >= 2 && !smalltalk.includes(word));
  const isPolite = words.some((word) => polite.includes(word));
  if (others.length === 0 || (isPolite && words.length === 1)) return true;
  if (!outside) return false;
  if (isPolite && others.length === 1 && words.length <= greetingWords && !plain.includes('?')) return true;
  const said = ` ${words.join(' ')} `;
  return words.length <= insultWords && rude.some((insult) => said.includes(` ${insult} `));
}
