/** How well and how fast questions are answered, beside MiniSearch on the same questions: `npm run bench -- faq`. About three minutes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measure, measure, measures, type Share, wilson } from '../test/faq/measure.ts';
import { saidFrom } from './faq/minisearch.ts';
import { type Compared, development, second } from './faq/sets.ts';
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
  const sets = [development(), second()];
  const least = threshold(sets.flat());
  const shares = sets.flatMap((set) => [
    measure(set.map(([question, , theirs]) => [question, saidFrom(theirs, least)] as const)),
    measure(set.map(([question, ours]) => [question, ours] as const)),
  ]);
  const told = [...shares, committed()];
  const rows = measures.map((name) => [name, ...told.map((one) => inWords(one[name])), must[name]]);
  const fast = speeds().map(([name, theirs, ours]) => [name, '', '', theirs, ours, '', 'p95 5; 300 ms; 1 MB']);
  const head = [
    '%, 95 % interval',
    'MiniSearch, dev',
    'ours, dev',
    'MiniSearch, second',
    'ours, second',
    'ours, final as committed',
    'must; aim',
  ];
  return [head, head.map(() => '---'), ...rows, ...fast].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** MiniSearch's scores have no ceiling. It may answer from the score up at which as many are answered rightly as must be. */
function threshold(all: readonly Compared[]): number {
  const scores = all.map(([, , { ranked }]) => ranked[0]?.score ?? 0).sort((a, b) => b - a);
  const enough = (least: number) => {
    const { hits, of } = measure(all.map(([question, , theirs]) => [question, saidFrom(theirs, least)] as const))[
      'answered and right'
    ];
    return hits / of >= 0.8;
  };
  return scores.find(enough) ?? 0;
}

function committed(): Record<Measure, Share> {
  const file = join(import.meta.dirname, '../test/faq/final-figures.json');
  return Committed.parse(JSON.parse(readFileSync(file, 'utf8'))).figures;
}

function inWords(counted: Share): string {
  const { share, low, high } = wilson(counted);
  return `${share.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
}

if (import.meta.main) console.log(faqTable());
