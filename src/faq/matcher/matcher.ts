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

/** An answer must be this likely. Found by cross-validation that leaves whole writers out, then raised for questions that are out of scope. */
const sure = 0.45;
/** An answer must also be so many times as likely as no answer, and as the next entry. Out-of-scope questions often have a likely entry, but fail this. */
const clearly = { ofNone: 1.5, ofNext: 1.5 } as const;
/** An entry beside the 28 topics must be this likely, since it has few phrasings to learn from. */
const sureBeside = 0.6;
/** One of several questions in a message must be this likely. They are only offered, so this may be less strict. */
const sureOfPart = 0.5;
/** The share of the likeliest sentence in the result; the rest is the message as a whole. In cross-validation 0.5 was worse, and 1 much worse. */
const sentenceShare = 0.2;
/** An entry must be this likely to get a button. */
const thinkable = 0.04;
/** An entry this likely is offered even when no answer is likelier. */
const worthOffering = 0.15;
/** An entry this likely for each of several questions answers them all. */
const also = 0.2;
const buttons = 3;

/** Matches a question to an entry. `otherwise` is the language of a text that does not tell its own. */
export type Matcher = (text: string, otherwise: Locale) => FaqMatch;

/** Questions such as «who can update?» that leave out the contact, and how they read with it. Folded. */
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

/** Returns the matcher of a corpus and its model. The same text always gives the same match. */
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

/** Rates the message as a whole and its likeliest sentence together, so that text around a question does not hide it. */
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

/** Returns the entries of several questions in one message; none when a single entry answers them all. */
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

/** Returns the 28 topics of Microsoft's FAQ, the likeliest first. The likelihood of an entry beside them counts 60 % for its nearest topic. */
function topicRanking(ranked: Ranked, nearOf: ReadonlyMap<string, readonly string[] | null>): string[] {
  const sums = new Map<string, number>();
  for (const { id, likely } of ranked) {
    const near = nearOf.get(id);
    const topic = near?.[0] ?? id;
    sums.set(topic, (sums.get(topic) ?? 0) + likely * (near ? 0.6 : 1));
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([topic]) => topic);
}

/** A rude message of more words than this is a question all the same. */
const insultWords = 5;
/** A greeting has at most so many words, for example «cheers guys, bye now». */
const greetingWords = 4;
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Returns true when a message is no question: it is empty, emoji, a greeting, thanks, or a few rude words. A greeting or thanks may
 * have one unknown word, such as a name: «merci Paul». `outside` is true when no answer is likelier than every entry.
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
