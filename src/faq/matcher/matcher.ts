import { entryOf, type FaqCorpus, type FaqEntry, isOwnRecord, type Lexicon } from '../../domain/faq/entry.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { Faq, FaqMatch } from '../../ports/world.ts';
import { featuresOf, type ReadingTables, readingTables } from './features.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { likelihoods, type Model, vectorOf } from './model.ts';
import { looksHostile, normal, questionsIn, sentencesIn, tokens } from './normalize.ts';
import {
  followUpOutcome,
  isOutside,
  nearestTopics,
  type Ranking,
  rankingOf,
  sureAnswer,
  sureEntries,
  topicRanking,
  unsureOutcome,
} from './outcome.ts';

/** A part of a message that has fewer words is no question of its own. */
const leastWords = 3;
/** A message of more words is a timeline with one question, and only its answer is given. */
const mostWords = 60;

type Read = Pick<FaqCorpus, 'entries' | 'lexicon'>;

/**
 * Returns the function that matches a message to what answers it, by a corpus and its model. The same text and context always give
 * the same match. `known` are the tables of the same lexicon and model, for who makes them apart, since that takes its time.
 */
export function matcher({ entries, lexicon }: Read, model: Model, known?: ReadingTables): Faq['match'] {
  const tables = known ?? readingTables(meanings(lexicon), model.words);
  const nearest = nearestTopics(entries);
  const isBeside = (id: string) => nearest.has(id);
  return (text, { otherwise, after }) => {
    const language = languageOf(text, model.language, locales[otherwise].faq);
    const plain = normal(text);
    const rate = (part: string) => likelihoods(vectorOf(featuresOf(part, language, tables), model), model);
    const rank = (part: string) => rankingOf(rateMessage(part, rate), model.classes);
    const alone = rank(plain);
    const before = entryOf({ entries }, after);
    const follows = before !== null && isFollowUp(plain, alone);
    const ranking = follows
      ? followUpRanking(alone, rank(`${normal(before[language].question)} ${plain}`), before)
      : alone;
    const outcome = (): FaqMatch['outcome'] => {
      if (!goesOn(plain) && isSmalltalk(plain, isOutside(alone), lexicon)) return { kind: 'smalltalk' };
      if (looksHostile(text)) return { kind: 'unknown' };
      const parts = partsOf(plain).map((part) => ({ ranking: rankingOf(rate(part), model.classes), asks: asks(part) }));
      const both = sureEntries(parts, alone);
      if (both) return { kind: 'answers', entries: both };
      const sure = sureAnswer(alone, isBeside);
      if (follows && (sure === null || !isSureFollowUp(plain, alone, ranking, before)))
        return followUpOutcome(alone, ranking, before.id);
      if (sure === null) return unsureOutcome(alone);
      return isOwnRecord(sure) ? { kind: 'record', about: sure } : { kind: 'answer', entry: sure };
    };
    return { language, outcome: outcome(), topics: topicRanking(ranking, nearest) };
  };
}

const asking = typedAnywhere((typed) => [typed.asking]);

function asks(part: string): boolean {
  return part.includes('?') || asking.some((pattern) => pattern.test(part));
}

/** Returns the parts of a message that may be questions of their own; none when there is only one. */
function partsOf(plain: string): readonly string[] {
  const parts = questionsIn(plain).filter((part) => tokens(part).length >= leastWords);
  return parts.length < 2 || tokens(plain).length > mostWords ? [] : parts;
}

/** A rude message that has more words is a question all the same. */
const insultWords = 5;
/** The most words of a greeting, for example «cheers guys, bye now». */
const greetingWords = 4;
/** The most words after thanks: «thank you, that is what I wanted to know». */
const thanksWords = 12;
const thanks = typedAnywhere((typed) => typed.thanks);
const polite = typedAnywhere(({ greetings, thanks }) => [...greetings, ...thanks]);

/**
 * Returns true when a message is no question: it is empty, emoji, a greeting, thanks, or a few rude words. A greeting or thanks may
 * have one unknown word, such as a name: «merci Paul», and thanks may go on. `outside` is true when no answer is likelier than every entry.
 */
function isSmalltalk(plain: string, outside: boolean, { smalltalk, rude }: Lexicon): boolean {
  const words = tokens(plain);
  const others = words.filter((word) => word.length >= 2 && !smalltalk.includes(word));
  const isPolite = words.some((word) => polite.includes(word));
  if (others.length === 0 || (isPolite && words.length === 1)) return true;
  if (!outside) return false;
  const asks = plain.includes('?');
  if (isPolite && !asks && others.length === 1 && words.length <= greetingWords) return true;
  if (!asks && thanks.includes(words[0] ?? '') && words.length <= thanksWords) return true;
  const spaced = ` ${words.join(' ')} `;
  return words.length <= insultWords && rude.some((insult) => spaced.includes(` ${insult} `));
}

/** The likelihoods of all classes for a text, in the order of the model's classes: `none` first. */
type Rate = (text: string) => Float64Array;

/** Weight of a message's single sentences in the result; the message as a whole has the rest. */
const sentenceShare = 0.8;
/** How much more a sentence that asks counts than one that tells. */
const askingWeight = 3;
/** Number of sentences at each end of a message that are matched one by one. */
const maxAtEachEnd = 16;
/** A sentence of fewer words says too little to be read alone. */
const leastWindowWords = 3;

/**
 * Rates a message. The question of a long one may stand anywhere, so each sentence and each two neighbours are rated too: the more
 * likely one is about anything that is answered, the more it counts.
 */
function rateMessage(plain: string, rate: Rate): Float64Array {
  const whole = rate(plain);
  const windows = windowsOf(plain);
  if (windows.length === 0) return whole;
  const sums = new Float64Array(whole.length);
  let total = 0;
  for (const text of windows) {
    const rates = rate(text);
    const weight = (1 - (rates[0] ?? 0)) ** 4 * (text.includes('?') ? askingWeight : 1) + Number.EPSILON;
    total += weight;
    for (let of = 0; of < sums.length; of++) sums[of] = (sums[of] ?? 0) + weight * (rates[of] ?? 0);
  }
  return whole.map((one, of) => (1 - sentenceShare) * one + (sentenceShare * (sums[of] ?? 0)) / total);
}

/** Returns each sentence and each two neighbours of a message of several sentences; none of a message of one. */
function windowsOf(plain: string): readonly string[] {
  const sentences = [...new Set(sentencesIn(plain))].filter((sentence) => tokens(sentence).length >= leastWindowWords);
  if (sentences.length < 2) return [];
  const read =
    sentences.length > 2 * maxAtEachEnd
      ? [...sentences.slice(0, maxAtEachEnd), ...sentences.slice(-maxAtEachEnd)]
      : sentences;
  return [...read, ...read.slice(1).map((sentence, at) => `${read[at]} ${sentence}`)];
}

/** A message of so few words often needs what was said before. */
const fewWords = 4;
const beginnings = typedAnywhere(({ followUp }) => [followUp.begins]);
const pronouns = typedAnywhere(({ followUp }) => [followUp.pronoun]);
const nouns = typedAnywhere(({ followUp }) => [followUp.noun]);

/** A message of more words is a timeline of its own, however it begins. */
const mostFollowUpWords = 20;

/** Returns true for a message that says that it goes on from what was said before: «and on weekends?». */
export function goesOn(plain: string): boolean {
  return tokens(plain).length <= mostFollowUpWords && beginnings.some((pattern) => pattern.test(plain));
}

/** A message is about something else when no answer is so likely, unless it says that it goes on. */
const elsewhere = 0.85;

/**
 * Returns true for a message that may need the answer before it: it goes on («and for resellers?»), has a pronoun and names nothing
 * that the FAQ is about («what if he is away?»), or has four words at most. Unless it says that it goes on, it must also not be far from
 * all that is answered. `alone` is its own ranking.
 */
export function isFollowUp(plain: string, alone: Ranking): boolean {
  const some = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(plain));
  if (goesOn(plain)) return true;
  if (alone.noneLikely >= elsewhere) return false;
  return tokens(plain).length <= fewWords || (some(pronouns) && !some(nouns));
}

/** The message alone has this share in the ranking of a follow-up; the message behind the question before it has the rest. */
const aloneShare = 0.5;
/** People rarely ask again for what they were just answered, or for their own record in between. */
const shares = { again: 0.25, ownRecord: 0.3 } as const;
/** Factor on the likelihood of an entry that is related to the previous one. */
const relatedBonus = 0.1;

/**
 * Returns the ranking of a follow-up to the entry `before`: of the message alone, and of the entry's question together with it. The
 * numbers are no likelihoods any more, since they only choose what is offered.
 */
export function followUpRanking(alone: Ranking, behind: Ranking, before: FaqEntry): Ranking {
  const likelyBehind = new Map(behind.ranked.map(({ id, likely }) => [id, likely]));
  const share = (id: string) => (id === before.id ? shares.again : isOwnRecord(id) ? shares.ownRecord : 1);
  const ranked = alone.ranked.map(({ id, likely }) => {
    const both = aloneShare * likely + (1 - aloneShare) * (likelyBehind.get(id) ?? 0);
    return { id, likely: (both + (before.related.includes(id) ? relatedBonus : 0)) * share(id) };
  });
  return {
    noneLikely: aloneShare * alone.noneLikely + (1 - aloneShare) * behind.noneLikely,
    ranked: ranked.sort((a, b) => b.likely - a.likely),
  };
}

/** The answer of a message that says that it goes on must be this likely, since half of what it means was said before. */
export const goesOnThreshold = 0.6;

/**
 * Returns true when a follow-up is answered by what it says alone: what came before it points to the same answer. One that says that it
 * goes on hardly ever means the answer that was just given.
 */
export function isSureFollowUp(plain: string, alone: Ranking, ranking: Ranking, before: FaqEntry): boolean {
  const [best] = alone.ranked;
  if (!best || best.id !== ranking.ranked[0]?.id) return false;
  return !goesOn(plain) || (best.likely >= goesOnThreshold && best.id !== before.id);
}
