import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faqFiles } from '../../adapters/faq/faq.ts';
import { readModel } from '../../adapters/faq/model-file.ts';
import { questions } from '../../adapters/faq/questions.ts';
import { measured } from './blind.ts';
import { frozenHash, hashOfFinal, nameOf } from './final.ts';
import { type Measure, measures, wilson } from './measure.ts';

const Share = z.strictObject({ hits: z.int(), of: z.int() });
const Figures = z.strictObject({ model: z.string(), figures: z.record(z.enum(measures), Share) });
const { model, figures } = Figures.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'final-figures.json'), 'utf8')),
);
const atLeast: [Measure, number][] = [
  ['right first', 90],
  ['right in the first three', 97],
  ['answered and right', 80],
  ['right first, en', 88],
  ['right first, fr', 88],
  ['language right', 98],
];
const atMost: [Measure, number][] = [
  ['answered and wrong', 2],
  ['answered out of scope', 5],
  ['answered hostile or greeting', 0],
];

it('keeps the final set as it was frozen', () => {
  expect(hashOfFinal()).toBe(frozenHash);
});

it('reports the model that is shipped: after training, `node test/faq/final.ts --write` and say so', () => {
  expect(model).toBe(nameOf(readModel()));
});

const second = measured(faqFiles()(), questions('blind'));

describe.each([
  ['the final set, as it was reported', figures],
  ['the second set, as it is answered now', second],
])('%s', (_, found) => {
  it.each(atLeast)('%s: at least %d %%', (name, least) => {
    expect(wilson(found[name]).share).toBeGreaterThanOrEqual(least);
  });

  it.each(atMost)('%s: at most %d %%', (name, most) => {
    expect(wilson(found[name]).share).toBeLessThanOrEqual(most);
  });
});
