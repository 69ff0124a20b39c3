/** What people type at their first try, written by people who had never seen the words that the bot knows. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { type Outcome, outcomeOf, type TypedInput } from './typed-inputs/expectations.ts';

/** The lists, their language, and the least that each must do at once. */
const lists: readonly [name: string, locale: Locale, least: number][] = [
  ['en-1', 'en', 98],
  ['en-2', 'en', 92],
  ['fr-1', 'fr', 96],
  ['fr-2', 'fr', 96],
  ['en-3', 'en', 86],
  ['fr-3', 'fr', 85],
];

describe('inputs do at the first try what is expected', () => {
  it.each(lists)('%s', { timeout: 300_000 }, async (name, locale, least) => {
    const file = new URL(`typed-inputs/${name}.json`, import.meta.url);
    const inputs: TypedInput[] = JSON.parse(readFileSync(file, 'utf8'));
    const outcomes: [Outcome, TypedInput][] = [];
    for (const input of inputs) outcomes.push([await outcomeOf(input, locale), input]);
    const met = outcomes.filter(([outcome]) => outcome === 'met').length;
    if (process.env.INPUTS) {
      const others = outcomes.filter(([outcome]) => outcome !== 'met');
      const lines = others.map(
        ([outcome, { text, expects }]) => `  ${outcome} ${text} (${[expects].flat().join(' or ')})`,
      );
      process.stdout.write([`${name}: ${met} of ${inputs.length}`, ...lines, ''].join('\n'));
    }
    expect(inputs).toHaveLength(100);
    expect(met).toBeGreaterThanOrEqual(least);
  });
});
