import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folder, readCorpus } from '../../adapters/faq/corpus.ts';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { readTraining } from '../../adapters/faq/training.ts';
import { answerAsJson } from '../../src/faq/ask/answer-as-text.ts';
import { questions } from '../../test/support/questions.ts';
import { median, spread } from '../figures.ts';
import { searchOver } from './minisearch.ts';

/** A line of the table: what, MiniSearch, ours, what must be reached and what is aimed at. */
export type Line = readonly [measure: string, theirs: string, ours: string, must: string];

export function speeds(): Line[] {
  // Each of a new one, and before there is an index: a full heap slows everything down.
  const ours = Array.from({ length: 5 }, () => {
    const faq = faqLoader().faq();
    return timed((question) => answerAsJson(faq, { question, after: null }));
  });
  const { questions: taught } = readTraining(readCorpus());
  const start = performance.now();
  const search = searchOver(taught);
  const indexed = performance.now() - start;
  const theirs = timed(search);
  return [
    [
      'ms per question, median',
      theirs.median.toFixed(2),
      spread(
        ours.map(({ median }) => median),
        2,
      ),
      'stated',
    ],
    [
      'ms per question, p95',
      theirs.p95.toFixed(2),
      spread(
        ours.map(({ p95 }) => p95),
        2,
      ),
      '<= 5; 2',
    ],
    ['added start-up, ms', `${indexed.toFixed(0)} (indexing alone)`, spread(starts()), '<= 300; 100'],
    ['shipped data', '', shipped(), '<= 1 MB; 500 kB'],
  ];
}

/** What strangers asked warms up; each of the untaught wordings is timed once, with whatever memory they have left. */
function timed(ask: (text: string) => unknown): { median: number; p95: number } {
  for (const { text } of questions('strangers-tuned')) ask(text);
  const each = questions('wordings-untaught').map(({ text }) => {
    const start = performance.now();
    ask(text);
    return performance.now() - start;
  });
  const sorted = each.toSorted((a, b) => a - b);
  return { median: median(each), p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN };
}

function starts(): number[] {
  const hook = join(import.meta.dirname, '../../adapters/node-version.mjs');
  const script = join(import.meta.dirname, './start.ts');
  return Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, ['--import', hook, script])));
}

function shipped(): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
  const kB = (of: readonly string[]) => Math.round(of.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000);
  const model = files.filter((file) => file.endsWith('model.bin'));
  // The bot reads none of what the model was trained on.
  const read = files.filter((file) => !file.startsWith(join(folder, 'training')));
  return `model ${kB(model)} kB; with the files that the bot reads ${kB(read)} kB; with those of the training ${kB(files)} kB`;
}
