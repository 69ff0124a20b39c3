/** How well and how fast questions are answered, beside MiniSearch on the same questions: `npm run bench -- faq`. About a quarter of an hour. */
import { wordingsFigures } from '../test/faq/committed.ts';
import { type Measure, measure, measures, type Share, wilson } from '../test/faq/measure.ts';
import { saidFrom } from './faq/minisearch.ts';
import { type Compared, crossValidated, untaught } from './faq/sets.ts';
import { speeds } from './faq/speed.ts';
import { strangersLines } from './faq/strangers.ts';

const must: Record<Measure, string> = {
  'right first': '>= 90; 95',
  'right in the first three': '>= 97; 99',
  'answered and right': '>= 80; 90',
  'answered and wrong': '<= 2; 1',
  'answered out of scope': '<= 5; 3',
  'answered hostile or greeting': '0',
  'right first, en': '>= 88; 94',
  'right first, fr': '>= 88; 94',
  'language right': '>= 98; 99.5',
};
const heads = [
  '%, 95 % interval',
  'MiniSearch, cross-validated',
  'ours, cross-validated',
  'MiniSearch, untaught',
  'ours, untaught',
  'ours, frozen as committed',
  'must; aim',
];
const strangersHeads = [
  'strangers: %, 95 % interval',
  'tuned',
  'frozen before, as committed',
  'frozen after, as committed',
];

/** All measures as two Markdown tables: wordings with the speed, and what strangers meet. */
export function faqTable(): string {
  // First: what the learning leaves behind slows down every later question.
  const fast = speeds().map(([name, theirs, ours, bound]) => [name, '', '', theirs, ours, '', bound]);
  const told = [...shares([crossValidated(), untaught()]), wordingsFigures().figures];
  const rows = measures.map((name) => [name, ...told.map((one) => inWords(one[name])), must[name]]);
  return [markdown(heads, [...rows, ...fast]), markdown(strangersHeads, strangersLines(inWords))].join('\n\n');
}

/** MiniSearch's figures and ours, for each set. */
function shares(sets: readonly (readonly Compared[])[]): Record<Measure, Share>[] {
  const least = threshold(sets.flat());
  return sets.flatMap((set) => [
    measure(set.map(({ question, theirs }) => ({ question, asked: saidFrom(theirs, least) }))),
    measure(set.map(({ question, ours }) => ({ question, asked: ours }))),
  ]);
}

/** MiniSearch's scores have no ceiling. It answers from the lowest score up at which it keeps quiet enough out of scope. */
function threshold(all: readonly Compared[]): number {
  const outside = all.filter(({ question }) => question.topic === null);
  const wrong = outside
    .flatMap(({ theirs }) => (saidFrom(theirs, 0).answer === null ? [] : [theirs.ranked[0]?.score ?? 0]))
    .sort((a, b) => b - a);
  return (wrong[Math.floor(outside.length * 0.05)] ?? 0) + 1e-9;
}

/** A measure that nothing was asked for stays blank. */
function inWords(counted: Share): string {
  const { share, low, high } = wilson(counted);
  return counted.of === 0 ? '' : `${share.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (import.meta.main) console.log(faqTable());
