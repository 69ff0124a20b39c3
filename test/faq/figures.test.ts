import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { questions } from '../../adapters/faq/questions.ts';
import { type Measure, measures, wilson } from './measure.ts';
import { frozenHash, hashOfAnswers, hashOfFrozen, measured } from './shipped.ts';

const Share = z.strictObject({ hits: z.int(), of: z.int() });
const Figures = z.strictObject({ answers: z.string(), figures: z.record(z.enum(measures), Share) });
const { answers, figures } = Figures.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, './frozen-figures.json'), 'utf8')),
);
const faq = faqLoader()();
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

it('keeps the frozen set as it was', () => {
  expect(hashOfFrozen()).toBe(frozenHash);
});

it('reports the matcher that is shipped: when it says otherwise, `node test/faq/shipped.ts wordings-frozen --write` is due, once', () => {
  expect(answers).toBe(hashOfAnswers(faq));
});

it('answers the frozen set as was reported', () => {
  expect(measured(faq, questions('wordings-frozen'))).toEqual(figures);
});

it('answers few of the hard near misses that it never learnt', () => {
  const { 'answered out of scope': found } = measured(faq, questions('near-misses-untaught'));
  expect(wilson(found).share).toBeLessThanOrEqual(5);
});

const sets = ['wordings-frozen', 'wordings-untaught', 'regions-untaught', 'personas-untaught'] as const;
describe.each(sets)('%s, as it is answered now', (set) => {
  const found = measured(faq, questions(set));

  it.each(atLeast)('%s: at least %d %%', (name, least) => {
    expect(wilson(found[name]).share).toBeGreaterThanOrEqual(least);
  });

  it.each(atMost)('%s: at most %d %%', (name, most) => {
    expect(wilson(found[name]).share).toBeLessThanOrEqual(most);
  });
});
