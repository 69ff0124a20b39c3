import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folder, readCorpus } from '../../adapters/faq/corpus.ts';
import { faqFiles } from '../../adapters/faq/faq.ts';
import { alsoTaught, questions } from '../../adapters/faq/questions.ts';
import { taughtBy } from '../../src/faq/learn.ts';
import { askedBy } from '../../src/faq/said-to-programs.ts';
import { spread } from '../figures.ts';
import { searchOver } from './minisearch.ts';

/** A line of the table: what, MiniSearch, ours, what must be reached and what is aimed at. */
export type Line = readonly [measure: string, theirs: string, ours: string, must: string];

export function speeds(): Line[] {
  const corpus = readCorpus();
  const taught = [...taughtBy(corpus), ...alsoTaught(questions('development'))];
  const faq = faqFiles()();
  const theirStart = performance.now();
  const search = searchOver(taught);
  const indexed = performance.now() - theirStart;
  const ours = timed((text) => askedBy(faq, text));
  return [
    ['ms per question, median; p95', timed(search), ours, 'p95 <= 5; 2'],
    ['added start-up, ms', `${indexed.toFixed(0)} (indexing alone)`, spread(starts()), '<= 300; 100'],
    ['shipped data', '', shipped(), '<= 1 MB; 500 kB'],
  ];
}

/** The first set warms up; each question of the second one is timed once, with whatever memory the first has left. */
function timed(ask: (text: string) => unknown): string {
  for (const { text } of questions('development')) ask(text);
  const each = questions('blind').map(({ text }) => {
    const start = performance.now();
    ask(text);
    return performance.now() - start;
  });
  const sorted = each.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2);
  return `${at(0.5)}; ${at(0.95)}`;
}

function starts(): number[] {
  const hook = join(import.meta.dirname, '../../adapters/node-version.mjs');
  const script = join(import.meta.dirname, 'start.ts');
  return Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, ['--import', hook, script])));
}

function shipped(): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
  const kB = (of: readonly string[]) => Math.round(of.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000);
  const model = files.filter((file) => file.endsWith('model.bin'));
  return `model ${kB(model)} kB; with the readable files ${kB(files)} kB`;
}
