/**
 * The final set: written by people who never saw the corpus, frozen before anything was tuned. Prints totals only.
 * `--write` commits to them in `final-figures.json`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faqFiles } from '../../adapters/faq/faq.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { questions } from '../../adapters/faq/questions.ts';
import type { Model } from '../../src/faq/model.ts';
import { measured } from './blind.ts';
import { line, measures } from './measure.ts';

export const frozenHash = '61871c1e705d0f48b8186306b71a8622c98a0fd44e6d7f898cc737646939fc8d';

export function hashOfFinal(): string {
  return createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, 'final.jsonl')))
    .digest('hex');
}

/** As `final-figures.json` names the model that was measured. */
export function nameOf({ version }: Model): string {
  return `${version.corpus}-${version.questions}`;
}

if (import.meta.main) {
  const found = measured(faqFiles()(), questions('final'));
  for (const name of measures) console.log(line(name, found[name]));
  if (process.argv.includes('--write'))
    writeFileSync(
      join(import.meta.dirname, 'final-figures.json'),
      `${JSON.stringify({ model: nameOf(readModel()), figures: found }, null, 2)}\n`,
    );
}
