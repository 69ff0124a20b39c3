import { entryOf, type FaqCorpus, isOwnRecord, type Lexicon } from '../../domain/faq/entry.ts';
import { locales } from '../../domain/tenant/locales.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { Faq, FaqMatch } from '../../ports/world.ts';
import { featuresOf, type ReadingTables, readingTables } from './features.ts';
import { followUpRanking, goesOn, isFollowUp, isSureFollowUp } from './follow-up.ts';
import { languageOf } from './language.ts';
import { meanings } from './lexicon.ts';
import { likelihoods, type Model, vectorOf } from './model.ts';
import { looksHostile, normal, questionsIn, tokens } from './normalize.ts';
import {
  followUpOutcome,
  isOutside,
  nearestTopics,
  rankingOf,
  sureAnswer,
  sureEntries,
  topicRanking,
  unsureOutcome,
} from './outcome.ts';
import { rateMessage } from './windows.ts';

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
