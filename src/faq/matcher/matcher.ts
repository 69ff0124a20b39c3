import type { FaqCorpus, Lexicon } from '../../domain/faq/entry.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { typedAnywhere } from '../../messages/words.ts';
import type { Faq, FaqMatch } from '../../ports/faq.ts';
import { featuresOf, readingTables } from './features.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { likelihoods, type Model, vectorOf } from './model.ts';
import { looksHostile, normal, questionsIn, sentences, tokens } from './normalize.ts';

/** An answer must be this likely. Cross-validation that leaves whole writers out found a number, which was then raised for questions that are out of scope. */
const answerThreshold = 0.45;
/** An answer must also be so many times as likely as no answer, and as the next entry. Out-of-scope questions often have a likely entry, but fail this. */
const clearRatio = { ofNone: 1.5, ofNext: 1.5 } as const;
/** An entry beside the 28 topics must be this likely, since it has few phrasings to learn from. */
const answerThresholdBeside = 0.6;
/** One of several questions in a message must be this likely. They are only offered, so this may be less strict. */
const partThreshold = 0.5;
/** The likeliest sentence has this share in the result; the message as a whole has the rest. In cross-validation 0.5 was worse, and 1 much worse. */
const sentenceShare = 0.2;
/** An entry must be this likely to get a button. */
const buttonThreshold = 0.04;
/** An entry this likely is offered even when no answer is likelier. */
const offerThreshold = 0.15;
/** An entry this likely for each of several questions answers them all. */
const sharedThreshold = 0.2;
/** The most questions that an answer offers when the matcher is not sure. */
export const maxButtons = 3;

/** Questions such as «who can update?» leave out the contact: each pattern stands with the question that names it. Both are folded. */
const unfinished: readonly [RegExp, string][] = [
  [/^who (?:can|may|is allowed to) (?:update|edit|modify)(?: it)?[\s?!.]*$/, 'who can update the contact'],
  [/^qui peut (?:le |la )?(?:modifier|mettre a jour|actualiser)[\s?!.]*$/, 'qui peut modifier le contact'],
];

function completed(plain: string): string {
  return unfinished.find(([pattern]) => pattern.test(plain))?.[1] ?? plain;
}

/** Returns the function that matches a question to an entry by a corpus and its model. The same text always gives the same match. */
export function matcher({ entries, lexicon }: Pick<FaqCorpus, 'entries' | 'lexicon'>, model: Model): Faq['match'] {
  const tables = readingTables(meanings(lexicon), model.words);
  const nearestTopic = new Map(entries.map(({ id, near }) => [id, near?.[0] ?? null]));
  const likeliest = ({ ranked: [best], noneLikely }: Ranking, least: number): string | null => {
    if (!best || noneLikely >= best.likely) return null;
    return best.likely >= (nearestTopic.get(best.id) ? answerThresholdBeside : least) ? best.id : null;
  };
  return (text, otherwise) => {
    const language = languageOf(text, model.language, locales[otherwise].faq);
    const plain = completed(normal(text));
    const rate = (part: string) => likelihoods(vectorOf(featuresOf(part, language, tables), model), model);
    const whole = ranking(blended(plain, rate), model.classes);
    const entry = isClear(whole) ? likeliest(whole, answerThreshold) : null;
    const questions = severalOf(questionsIn(plain)).map((part) => ranking(rate(part), model.classes));
    const asked = askedFor(questions, (part) => likeliest(part, partThreshold));
    return {
      language,
      outcome: outcomeOf({ text, plain, whole, entry, asked }, lexicon),
      topics: topicRanking(whole.ranked, nearestTopic),
    };
  };
}

/** A ranking has the likelihoods of all entries, the likeliest first, and that of `none`, the class of questions that no entry answers. */
interface Ranking {
  noneLikely: number;
  ranked: readonly { id: string; likely: number }[];
}

function ranking(rates: Float64Array, classes: readonly string[]): Ranking {
  const ranked = classes.map((id, at) => ({ id, likely: rates[at] ?? 0 })).slice(1);
  return { noneLikely: rates[0] ?? 0, ranked: ranked.sort((a, b) => b.likely - a.likely) };
}

function isClear({ noneLikely, ranked: [best, next] }: Ranking): boolean {
  const likely = best?.likely ?? 0;
  return likely >= clearRatio.ofNone * noneLikely && likely >= clearRatio.ofNext * (next?.likely ?? 0);
}

/** Returns the first eight parts of a message that have three words or more; none when there is only one. */
function severalOf(parts: readonly string[]): readonly string[] {
  const long = parts.filter((part) => tokens(part).length >= 3);
  return long.length < 2 ? [] : long.slice(0, 8);
}

/** Rates the message as a whole and its likeliest sentence together, so that text around a question does not hide it. */
function blended(plain: string, rate: (part: string) => Float64Array): Float64Array {
  const whole = rate(plain);
  const rates = severalOf(sentences(plain)).map(rate);
  if (rates.length === 0) return whole;
  const likeliest = whole.map((_, of) => {
    const all = rates.map((one) => one[of] ?? 0);
    return of === 0 ? Math.min(...all) : Math.max(...all);
  });
  const total = likeliest.reduce((sum, one) => sum + one, 0);
  return whole.map((one, of) => (1 - sentenceShare) * one + (sentenceShare * (likeliest[of] ?? 0)) / total);
}

/** Returns the entries of several questions in one message; none when a single entry answers them all. */
function askedFor(questions: readonly Ranking[], entryFor: (question: Ranking) => string | null): string[] {
  const ids = [...new Set(questions.flatMap((question) => entryFor(question) ?? []))];
  const answersAll = (id: string) =>
    questions.every(({ ranked }) => ranked.some((one) => one.id === id && one.likely >= sharedThreshold));
  return ids.some(answersAll) ? [] : ids;
}

/** The outcome of a message follows from these findings. */
interface Matched {
  text: string;
  /** `normal` returned the text so. */
  plain: string;
  whole: Ranking;
  /** This entry answers the message as a whole; null where none is likely enough. */
  entry: string | null;
  /** These entries answer several questions in the message. */
  asked: readonly string[];
}

function outcomeOf({ text, plain, whole, entry, asked }: Matched, lexicon: Lexicon): FaqMatch['outcome'] {
  const { ranked, noneLikely } = whole;
  const best = ranked[0]?.likely ?? 0;
  const likely = (least: number) =>
    ranked
      .filter((one) => one.likely >= least)
      .slice(0, maxButtons)
      .map(({ id }) => id);
  const outside = noneLikely >= best;
  if (isSmalltalk(plain, outside, lexicon)) return { kind: 'smalltalk' };
  if (looksHostile(text)) return { kind: 'unknown', nearest: likely(0) };
  if (asked.length > 1) return { kind: 'unsure', entries: asked.slice(0, maxButtons) };
  if (entry) return { kind: 'answer', entry };
  if (outside && best < offerThreshold) return { kind: 'unknown', nearest: likely(0) };
  return { kind: 'unsure', entries: likely(buttonThreshold) };
}

/** Returns the 28 topics of Microsoft's FAQ, the likeliest first. The likelihood of an entry beside them counts 60 % for its nearest topic. */
function topicRanking(ranked: Ranking['ranked'], nearestTopic: ReadonlyMap<string, string | null>): string[] {
  const sums = new Map<string, number>();
  for (const { id, likely } of ranked) {
    const near = nearestTopic.get(id);
    sums.set(near ?? id, (sums.get(near ?? id) ?? 0) + likely * (near ? 0.6 : 1));
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([topic]) => topic);
}

/** A rude message that has more words is a question all the same. */
const insultWords = 5;
/** A greeting has at most so many words, for example «cheers guys, bye now». */
const greetingWords = 4;
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Returns true when a message is no question: it is empty, emoji, a greeting, thanks, or a few rude words. A greeting or thanks may
 * have one unknown word, such as a name: «merci Paul». `outside` is true when no answer is likelier than every entry.
 */
function isSmalltalk(plain: string, outside: boolean, { smalltalk, rude }: Lexicon): boolean {
  const words = tokens(plain);
  const others = words.filter((word) => word.length >= 2 && !smalltalk.includes(word));
  const isPolite = words.some((word) => polite.includes(word));
  if (others.length === 0 || (isPolite && words.length === 1)) return true;
  if (!outside) return false;
  if (isPolite && others.length === 1 && words.length <= greetingWords && !plain.includes('?')) return true;
  const spaced = ` ${words.join(' ')} `;
  return words.length <= insultWords && rude.some((insult) => spaced.includes(` ${insult} `));
}
