/** How many questions of a set are answered, and how well. */
import type { Locale } from '../../src/domain/tenant/locales.ts';
import {
  answered,
  answeredToPeople,
  bothAnswered,
  hasTopic,
  isFollowUp,
  isOutOfScope,
  isOwn,
  isUnknown,
  type Met,
  rightAnswer,
  rightFirst,
  rightInThree,
  rightIntent,
  rightLanguage,
  type Told,
  withinOnePress,
  wrongAnswer,
  wrongSecond,
} from './judge.ts';

/** Of how many, how many. */
export interface Share {
  hits: number;
  of: number;
}

/** What programs are told of any set. */
export const measures = [
  'right first',
  'right in the first three',
  'answered and right',
  'answered and wrong',
  'answered out of scope',
  'answered hostile or greeting',
  'right first, en',
  'right first, fr',
  'language right',
] as const;
export type Measure = (typeof measures)[number];

/** What strangers meet, who also ask two questions at once, go on from an answer, and ask about their own record. */
export const strangersMeasures = [
  'right first',
  'right in the first three',
  'answered and right',
  'answered and wrong',
  'second answer not asked for',
  'unknown though listed',
  'answered out of scope',
  'people answered out of scope',
  'right within one press',
  'both of two answered',
  'follow-up right within one press',
  'own record: right intent',
  'intent though not own record',
  'language right',
] as const;
export type StrangersMeasure = (typeof strangersMeasures)[number];

/** What questions of one kind meet. */
export const kindMeasures = [
  'right first',
  'answered and right',
  'answered and wrong',
  'unknown though listed',
  'right within one press',
  'people answered out of scope',
] as const;
export type KindMeasure = (typeof kindMeasures)[number];

/** Kinds of text that say nothing in any language, in the older sets. */
const wordless = ['noise', 'hostile', 'long'];

/** Totals only: never which question. */
export function measure(told: readonly Told[]): Record<Measure, Share> {
  const inside = told.filter(hasTopic);
  const outside = told.filter((one) => !hasTopic(one));
  const inLanguage = (lang: Locale) => inside.filter(({ question }) => question.lang === lang);
  return {
    'right first': share(inside, rightFirst),
    'right in the first three': share(inside, rightInThree),
    'answered and right': share(inside, rightAnswer),
    'answered and wrong': share(inside, wrongAnswer),
    'answered out of scope': share(outside, answered),
    'answered hostile or greeting': share(
      outside.filter(({ question: { kind } }) => kind === 'hostile' || kind === 'greeting'),
      answered,
    ),
    'right first, en': share(inLanguage('en'), rightFirst),
    'right first, fr': share(inLanguage('fr'), rightFirst),
    'language right': share(
      told.filter(({ question }) => !wordless.includes(question.kind)),
      rightLanguage,
    ),
  };
}

/** Totals only. Questions that are near the own record have measures of their own, so those of topics leave them out. */
export function measureStrangers(met: readonly Met[]): Record<StrangersMeasure, Share> {
  const single = met.filter((one) => hasTopic(one) && !isFollowUp(one) && !one.question.kind.startsWith('record'));
  const outside = met.filter(isOutOfScope);
  return {
    'right first': share(single, rightFirst),
    'right in the first three': share(single, rightInThree),
    'answered and right': share(single, rightAnswer),
    'answered and wrong': share(single, wrongAnswer),
    'second answer not asked for': share(single, wrongSecond),
    'unknown though listed': share(single, isUnknown),
    'answered out of scope': share(outside, answered),
    'people answered out of scope': share(outside, answeredToPeople),
    'right within one press': share(single, withinOnePress),
    'both of two answered': share(
      met.filter(({ question }) => question.both),
      bothAnswered,
    ),
    'follow-up right within one press': share(met.filter(isFollowUp), withinOnePress),
    'own record: right intent': share(met.filter(isOwn), rightIntent),
    'intent though not own record': share(
      met.filter((one) => !isOwn(one)),
      ({ asked }) => asked.intent !== undefined,
    ),
    'language right': share(met, rightLanguage),
  };
}

/** Totals by kind. A kind has those measures alone that it has questions for. */
export function measureByKind(met: readonly Met[]): Record<string, Partial<Record<KindMeasure, Share>>> {
  const kinds = [...Map.groupBy(met, ({ question }) => question.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kinds.map(([kind, theirs]) => [kind, known(ofKind(theirs))]));
}

function ofKind(met: readonly Met[]): Record<KindMeasure, Share> {
  const inside = met.filter(hasTopic);
  return {
    'right first': share(inside, rightFirst),
    'answered and right': share(inside, rightAnswer),
    'answered and wrong': share(inside, wrongAnswer),
    'unknown though listed': share(inside, isUnknown),
    'right within one press': share(inside, withinOnePress),
    'people answered out of scope': share(met.filter(isOutOfScope), answeredToPeople),
  };
}

/** Leaves out the measures that nothing was asked for. */
function known<Name extends string>(all: Record<Name, Share>): Partial<Record<Name, Share>> {
  const found: Partial<Record<Name, Share>> = {};
  let name: Name;
  for (name in all) if (all[name].of > 0) found[name] = all[name];
  return found;
}

function share<T>(all: readonly T[], hit: (one: T) => boolean): Share {
  return { hits: all.filter(hit).length, of: all.length };
}

/** Wilson's 95 % interval, in per cent. */
export function wilson({ hits, of }: Share): { share: number; low: number; high: number } {
  const z = 1.959964;
  const p = hits / of;
  const centre = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { share: 100 * p, low: 100 * Math.max(0, centre - half), high: 100 * Math.min(1, centre + half) };
}
