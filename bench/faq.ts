/** How well and how fast questions are answered, beside MiniSearch on the same questions: `npm run bench -- faq`. About three minutes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measure, measure, measures, type Share, wilson } from '../test/faq/measure.ts';
import { saidFrom } from './faq/minisearch.ts';
import { type Compared, crossValidated, untaught } from './faq/sets.ts';
import { speeds } from './faq/speed.ts';

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
const Committed = z.object({ figures: z.record(z.enum(measures), z.object({ hits: z.int(), of: z.int() })) });

/** All measures as a Markdown table. */
export function faqTable(): string {
  // First: what the learning leaves behind slows down every later question.
  const fast = speeds();
  const sets = [crossValidated(), untaught()];
  const least = threshold(sets.flat());
  const shares = sets.flatMap((set) => [
    measure(set.map(([question, , theirs]) => [question, saidFrom(theirs, least)] as const)),
    measure(set.map(([question, ours]) => [question, ours] as const)),
  ]);
  const told = [...shares, committed()];
  const rows = measures.map((name) => [name, ...told.map((one) => inWords(one[name])), must[name]]);
  const others = fast.map(([name, theirs, ours, bound]) => [name, '', '', theirs, ours, '', bound]);
  const head = [
    '%, 95 % interval',
    'MiniSearch, cross-validated',
    'ours, cross-validated',
    'MiniSearch, untaught',
    'ours, untaught',
    'ours, frozen as committed',
    'must; aim',
  ];
  return [head, head.map(() => '---'), ...rows, ...others].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** MiniSearch's scores have no ceiling. It answers from the lowest score up at which it keeps quiet enough out of scope. */
function threshold(all: readonly Compared[]): number {
  const outside = all.filter(([question]) => question.topic === null);
  const wrong = outside
    .flatMap(([, , theirs]) => (saidFrom(theirs, 0).answer === null ? [] : [theirs.ranked[0]?.score ?? 0]))
    .sort((a, b) => b - a);
  return (wrong[Math.floor(outside.length * 0.05)] ?? 0) + 1e-9;
}

function committed(): Record<Measure, Share> {
  const file = join(import.meta.dirname, '../test/faq/frozen-figures.json');
  return Committed.parse(JSON.parse(readFileSync(file, 'utf8'))).figures;
}

function inWords(counted: Share): string {
  const { share, low, high } = wilson(counted);
  return `${share.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

if (import.meta.main) console.log(faqTable());
