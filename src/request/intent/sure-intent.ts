/** Decides how sure it is what a sentence asks the bot to do, next to what the FAQ knows about it. */
import { ownRecord } from '../../domain/faq/entry.ts';
import { fold } from '../../domain/text/words.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { Verb } from '../../messages/verbs.ts';
import type { FaqMatch, RatedIntent } from '../../ports/world.ts';
import { type Intent, intents, isOfContact, localeAsked } from './intents.ts';
import { countsAlerts, emailIn, isQuestion, numbersIn, personsIn, phoneIn, untilIn } from './slots.ts';

/**
 * How sure an intent must be: its likelihood, and its smallest ratio to the next group. `asked`: the FAQ answers the same question;
 * `answered`: it has an answer, but the text asks nothing; `question`: it has none for a question; `record`: nor for more words that the
 * own record would answer, or for a few that would open the form of a new alert; `few`: none for a few words, or for a text that names
 * alerts by their numbers; `value`: the text has a new value of the contact.
 */
const thresholds = {
  asked: { likely: 0.98, ofOthers: 100 },
  answered: { likely: 0.94, ofOthers: 25 },
  answeredFew: { likely: 0.6, ofOthers: 3 },
  question: { likely: 0.45, ofOthers: 1.5 },
  record: { likely: 0.75, ofOthers: 5.5 },
  other: { likely: 0.4, ofOthers: 1.3 },
  few: { likely: 0.3, ofOthers: 1.2 },
  value: { likely: 0.6, ofOthers: 4 },
} as const;
/** A text of so few words is rather a command than a question. */
const fewWords = { answered: 2, record: 3, other: 4, asked: 5 } as const;

/** What goes on from the answer before it is the FAQ's: «and customers?». */
const begins = typedAnywhere(({ followUp }) => [followUp.begins]);

/**
 * Where a text has numbers of alerts, an intent about alerts of numbers counts this many times as much; without, this share of it, and
 * with a telephone number in their place this share.
 */
const byNumber = { with: 4, without: 0.6, phone: 0.01 } as const;

/** The kinds of intents that are about alerts by their numbers. */
const numberedKinds: readonly Intent['kind'][] = ['alert', 'answer', 'resolve', 'note', 'ofAlert'];

/**
 * Returns the id of the intent that a text has for sure; null for none. `match` is the FAQ's match for the text: where the FAQ knows an
 * answer, only what is surer than that counts, and so where `typed` is the verb to the letter and the intent does something else, where
 * the text is the slip of a verb, and where it asks for a language.
 */
export function sureIntent(words: string, rated: readonly RatedIntent[], { outcome }: FaqMatch, typedAs: TypedAs) {
  const { typed, isSlip } = typedAs;
  const hasNumber = numbersIn(words).numbers.length > 0 || countsAlerts(words);
  const hasPhone = phoneIn(words) !== '';
  const hasValue = hasPhone || emailIn(words) !== '';
  const groups = groupsOf(
    rated.filter(({ id }) => outcome.kind !== 'unknown' || id !== 'faq'),
    hasNumber ? 'with' : hasPhone ? 'phone' : 'without',
    // A misspelt verb alone does not say which field of the contact is changed.
    (id) => {
      const group = intents[id]?.group ?? id;
      if (isSlip && group === 'change') return id;
      return hasValue && isOfContact(id) ? 'change' : group;
    },
  );
  const [best, next] = groups;
  if (!best || !isIntent(best.id) || (outcome.kind === 'smalltalk' && best.id !== 'stop' && !hasNumber)) return null;
  const isAnswered = outcome.kind === 'answer' || outcome.kind === 'answers';
  const isOtherRecord = outcome.kind === 'record' && !isSame(best.id, outcome, words);
  if (!hasNumber && begins.some((pattern) => pattern.test(fold(words)))) return null;
  const about = {
    hasNumber,
    hasValue: hasValue && isOfContact(best.id),
    isGreeting: best.id === 'hello',
    isSlip: isSlip || localeAsked(best.id) !== null,
    isRecord: isOtherRecord || readsRecord(best.id),
    mayBeOthers: outcome.kind === 'unknown' && intents[best.id]?.group === 'show',
    isRaise: best.id === 'raise',
    isAnswered: (isAnswered && !isSame(best.id, outcome, words)) || (typed !== null && !isOfVerb(best.id, typed)),
  };
  const { likely, ofOthers } = thresholds[surenessOf(words, about)];
  if (!hasNumber && isHandOver(best.id, words)) return 'oncall-other';
  return best.likely >= likely && best.likely >= ofOthers * (next?.likely ?? 0) ? best.id : null;
}

/** Returns whether what sounds like handing over hands over the duty, and no alert: to somebody, until a time. */
function isHandOver(id: string, words: string): boolean {
  const isNear = ['give', 'note', 'oncall'].includes(intents[id]?.group ?? '');
  return isNear && !isQuestion(words) && untilIn(words) !== '' && personsIn(words).length > 0;
}

interface TypedAs {
  typed: Verb | null;
  isSlip: boolean;
}

/** Returns whether an intent shows the own record, which answers no question about anybody else. */
function readsRecord(id: string): boolean {
  const kind = intents[id]?.intent.kind;
  return kind === 'verb' || kind === 'alerts' || kind === 'report' || id === 'oncall';
}

type Sureness = Record<
  'hasNumber' | 'hasValue' | 'isGreeting' | 'isSlip' | 'isRecord' | 'mayBeOthers' | 'isRaise' | 'isAnswered',
  boolean
>;

function surenessOf(
  words: string,
  { isAnswered, isGreeting, isSlip, isRecord, mayBeOthers, isRaise, hasNumber, hasValue }: Sureness,
): keyof typeof thresholds {
  const count = fold(words).split(/\s+/).length;
  const asks = isQuestion(words);
  if (hasValue && !isAnswered) return 'value';
  if (isSlip || (isGreeting && count > fewWords.answered)) return 'answered';
  if (isAnswered && (hasNumber || count <= fewWords.answered)) return 'answeredFew';
  if (isAnswered) return asks && count > fewWords.asked ? 'asked' : 'answered';
  if (isRecord && !hasNumber && count > fewWords.record) return mayBeOthers ? 'answered' : 'record';
  if (isRaise && count > 1 && count <= fewWords.other) return 'record';
  if (asks && !hasNumber) return 'question';
  return hasNumber || count <= fewWords.other ? 'few' : 'other';
}

/** The groups of intents that do what a verb does, about one thing of it: «update phone». */
const groupOfVerb: Partial<Record<Verb, string>> = {
  show: 'show',
  update: 'change',
  confirm: 'confirm',
  oncall: 'oncall',
};

function isOfVerb(id: string, typed: Verb): boolean {
  const found = intents[id];
  if (!found) return false;
  return found.group === groupOfVerb[typed] || (found.intent.kind === 'verb' && found.intent.verb === typed);
}

/**
 * Returns whether an intent does what the FAQ found too: the own record answers both, or an alert is raised beside the answer of the FAQ.
 */
function isSame(id: string, outcome: FaqMatch['outcome'], words: string): boolean {
  const intent = intents[id]?.intent;
  if (intent?.kind === 'incident') return true;
  if (outcome.kind !== 'record' || !intent) return false;
  const { verb: shows } = ownRecord[outcome.about];
  if (intent.kind === 'onCall')
    return outcome.about === 'our-on-call' && (intent.who === 'anybody' || !isQuestion(words));
  return intent.kind === 'verb' ? intent.verb === shows : intent.kind === shows;
}

/** Returns the likeliest intent of each group with the likelihood of the group, the likeliest first. Together they are 1. */
function groupsOf(
  rated: readonly RatedIntent[],
  has: keyof typeof byNumber,
  groupOf: (id: string) => string,
): RatedIntent[] {
  const factor = (id: string) => {
    const kind = intents[id]?.intent.kind;
    return kind && numberedKinds.includes(kind) ? byNumber[has] : 1;
  };
  const weighed = rated.map(({ id, likely }) => ({ id, likely: likely * factor(id) }));
  const total = weighed.reduce((sum, { likely }) => sum + likely, 0);
  const groups = new Map<string, RatedIntent[]>();
  for (const { id, likely } of weighed.sort((a, b) => b.likely - a.likely)) {
    const group = groupOf(id);
    groups.set(group, [...(groups.get(group) ?? []), { id, likely: likely / total }]);
  }
  return [...groups.values()]
    .map((all) => ({ id: chosenOf(all), likely: all.reduce((sum, one) => sum + one.likely, 0) }))
    .sort((a, b) => b.likely - a.likely);
}

/** Returns the likeliest of a group: of the forms that resolve, one with a reason where that is nearly as likely as none. */
function chosenOf([best, next]: readonly RatedIntent[]): string {
  const isPlain = best?.id === 'resolve' && next !== undefined && next.likely >= best.likely / 2;
  return (isPlain ? next : best)?.id ?? '';
}

function isIntent(id: string): boolean {
  return intents[id] !== undefined || localeAsked(id) !== null;
}
