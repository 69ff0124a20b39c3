import type { Question } from '../../adapters/faq/questions.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';

/** What a program is told of one question: as `npm run ask` says it. */
export interface Asked {
  answer: string | null;
  suggestions: readonly string[];
  lang: Locale;
}

/** Of how many, how many. */
export interface Share {
  hits: number;
  of: number;
}

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

/** Kinds of text that say nothing in any language. */
const wordless = ['noise', 'hostile', 'long'];

/** Totals only: never which question. */
export function measure(asked: readonly (readonly [Question, Asked])[]): Record<Measure, Share> {
  const right = ({ topic, also }: Question, id: string | null | undefined) =>
    id != null && (id === topic || also.includes(id));
  const inside = asked.filter(([{ topic }]) => topic !== null);
  const outside = asked.filter(([{ topic }]) => topic === null);
  const first = ([question, { suggestions }]: readonly [Question, Asked]) => right(question, suggestions[0]);
  const answered = ([, { answer }]: readonly [Question, Asked]) => answer !== null;
  const inLanguage = (lang: Locale) => inside.filter(([question]) => question.lang === lang);
  return {
    'right first': share(inside, first),
    'right in the first three': share(inside, ([question, { suggestions }]) =>
      suggestions.slice(0, 3).some((id) => right(question, id)),
    ),
    'answered and right': share(inside, ([question, { answer }]) => right(question, answer)),
    'answered and wrong': share(inside, ([question, { answer }]) => answer !== null && !right(question, answer)),
    'answered out of scope': share(outside, answered),
    'answered hostile or greeting': share(
      outside.filter(([{ kind }]) => kind === 'hostile' || kind === 'greeting'),
      answered,
    ),
    'right first, en': share(inLanguage('en'), first),
    'right first, fr': share(inLanguage('fr'), first),
    'language right': share(
      asked.filter(([{ kind }]) => !wordless.includes(kind)),
      ([question, { lang }]) => lang === question.lang,
    ),
  };
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

export function line(name: string, counted: Share): string {
  const { share, low, high } = wilson(counted);
  const fixed = (value: number) => value.toFixed(1).padStart(5);
  return `${name.padEnd(30)} ${fixed(share)} %  (${fixed(low)} to ${fixed(high)})  ${counted.hits} of ${counted.of}`;
}
