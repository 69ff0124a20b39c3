import { type FaqCorpus, isOwnRecord, type Lexicon } from '../../domain/faq/entry.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { Faq, FaqMatch } from '../../ports/world.ts';
import { featuresOf, type ReadingTables, readingTables } from './features.ts';
import {
  type Before,
  beforeOf,
  followUpOutcome,
  followUpRanking,
  goesOn,
  hasPronoun,
  isFollowUp,
} from './follow-up.ts';
import { languageOf } from './language.ts';
import { languageWished } from './language-wish.ts';
import { meanings } from './lexicon.ts';
import { likelihoods, type Model, vectorOf } from './model.ts';
import { looksHostile, normal, questionsIn, tokens } from './normalize.ts';
import {
  isOutside,
  nearestTopics,
  type QuestionPart,
  rankingOf,
  sureAnswer,
  sureEntries,
  surePart,
  topicRanking,
  unsureOutcome,
} from './outcome.ts';
import { rateMessage } from './windows.ts';

/** A part of a message that has fewer words is no question of its own. */
const leastWords = 3;
/** A message of fewer words that has no parts asks one thing. */
const leastPairWords = 6;
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
    const plain = normal(text);
    const wished = languageWished(plain, after !== null);
    const language = wished ?? languageOf(text, model.language, locales[otherwise].faq);
    const rate = (part: string) => likelihoods(vectorOf(featuresOf(part, language, tables), model), model);
    const rank = (part: string) => rankingOf(rateMessage(part, rate), model.classes);
    const alone = rank(plain);
    const before = beforeOf(entries, after, language);
    const follows = before !== null && isFollowUp(plain, alone);
    const ranking = follows ? followUpRanking(alone, rank(`${normal(before.question)} ${plain}`), before) : alone;
    const outcome = (): FaqMatch['outcome'] => {
      if (!goesOn(plain) && isSmalltalk(plain, isOutside(alone), lexicon)) return { kind: 'smalltalk' };
      if (looksHostile(text)) return { kind: 'unknown' };
      const parts = partsOf(text, plain).map((part) => ({
        ...part,
        ranking: rankingOf(rate(part.plain), model.classes),
        asks: asks(part.plain),
      }));
      const mayPair = !follows && tokens(plain).length >= leastPairWords;
      const both = sureEntries(parts, alone, mayPair);
      if (both) return { kind: 'answers', entries: both };
      const sure = sureAnswer(alone, isBeside);
      if (follows && (sure === null || sure !== ranking.ranked[0]?.id || sure === before.id))
        return followUpOutcome(alone, ranking, before);
      if (sure === null) return unsureOutcome(alone);
      if (isOwnRecord(sure)) return { kind: 'record', about: sure };
      const unanswered = unansweredPart(parts, sure);
      return { kind: 'answer', entry: sure, ...(unanswered === null ? {} : { unanswered }) };
    };
    const topics = topicRanking(ranking, nearest);
    if (wished && (sureAnswer(alone, isBeside) === null || before?.id === alone.ranked[0]?.id))
      return { language, outcome: said(before), topics, isWish: true };
    return { language, outcome: outcome(), topics };
  };
}

const asking = typedAnywhere((typed) => [typed.asking]);

function asks(part: string): boolean {
  return part.includes('?') || asking.some((pattern) => pattern.test(part));
}

/** Repeats what was answered before; where nothing was, the polite line tells what can be asked. */
function said(before: Before | null): FaqMatch['outcome'] {
  if (!before) return { kind: 'smalltalk' };
  return isOwnRecord(before.id) ? { kind: 'record', about: before.id } : { kind: 'answer', entry: before.id };
}

/** A part of a message as it was typed, and as it is read. */
type MessagePart = { text: string; plain: string };

/** Returns the parts of a message that may be questions of their own; none when there is only one. `plain` is the whole, as it is read. */
function partsOf(text: string, plain: string): readonly MessagePart[] {
  if (tokens(plain).length > mostWords) return [];
  const all = questionsIn(text).map((part) => ({ text: part, plain: normal(part) }));
  const parts = all.filter(({ plain }) => tokens(plain).length >= leastWords);
  return parts.length < 2 ? [] : parts;
}

/** A question of fewer words beside one that is answered is hardly one: «is that right?», «can you help me?». */
const leastAsked = 5;

/**
 * Returns the part that asks something else than the part which `answered` answers, as it was typed; null for none. A part with a pronoun
 * asks on about the other.
 */
function unansweredPart(parts: readonly (MessagePart & QuestionPart)[], answered: string): string | null {
  if (!parts.some(({ ranking }) => surePart(ranking)?.id === answered)) return null;
  const left = parts.find(
    ({ plain, ranking: { ranked } }) =>
      plain.includes('?') && tokens(plain).length >= leastAsked && !hasPronoun(plain) && ranked[0]?.id !== answered,
  );
  return left?.text ?? null;
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
