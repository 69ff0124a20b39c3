import { expect, it } from 'vitest';
import { simulate } from './year/simulate.ts';

it.each([1, 2, 3, 4])(
  'a year of chances, seed %i',
  async (seed) => {
    const year = await simulate({ seed, from: '2026-11-30T07:00:00.000Z', days: 365, eventful: true });
    console.log(
      year.counts,
      { ...year.lived, bugs: year.lived.bugs.slice(0, 5) },
      year.failures.length,
      year.failures.slice(0, 15),
    );
    expect(year.failures.slice(0, 10)).toEqual([]);
  },
  120_000,
);
