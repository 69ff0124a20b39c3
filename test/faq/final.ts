/**
 * The final set: written by people who never saw the corpus, frozen before anything was tuned. Prints totals only.
 * `--write` commits to them in `final-figures.json`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faqFiles } from '../../adapters/faq/faq.ts';
import { questions } from '../../adapters/faq/questions.ts';
import { askedBy } from '../../src/faq/ask/as-text.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { measured } from './blind.ts';
import { line, measures } from './measure.ts';

export const frozenHash = '61871c1e705d0f48b8186306b71a8622c98a0fd44e6d7f898cc737646939fc8d';

export function hashOfFinal(): string {
  return createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, './final.jsonl')))
    .digest('hex');
}

/** Of what the shipped matcher says to the other two sets: when it changes, the committed figures are of another matcher. */
export function hashOfAnswers(faq: Faq): string {
  const said = [...questions('development'), ...questions('blind')].map(({ text }) => askedBy(faq, text));
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

if (import.meta.main) {
  const faq = faqFiles()();
  const found = measured(faq, questions('final'));
  for (const name of measures) console.log(line(name, found[name]));
  if (process.argv.includes('--write'))
    writeFileSync(
      join(import.meta.dirname, './final-figures.json'),
      `${JSON.stringify({ answers: hashOfAnswers(faq), figures: found }, null, 2)}\n`,
    );
}
