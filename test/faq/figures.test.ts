import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readModel } from '../../adapters/faq/model-file.ts';
import { frozenHash, hashOfFinal } from './final.ts';
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
  expect(model).toBe(readModel().corpus);
});

it.each(atLeast)('%s: at least %d %%', (name, least) => {
  expect(wilson(figures[name]).share).toBeGreaterThanOrEqual(least);
});

it.each(atMost)('%s: at most %d %%', (name, most) => {
  expect(wilson(figures[name]).share).toBeLessThanOrEqual(most);
});
