import { expect, it } from 'vitest';
import { firstFailures } from '../year/failures.ts';
import { simulate } from '../year/simulate.ts';

/** Seeds of years in which everything happens: one in `npm test`, the others in `npm run test:long`. A failure names its seed: put it here to see it again. */
const seeds = process.env.LONG ? [5, 30] : [1];

it.each(seeds)(
  'a year of changes, answers, absences, failures, kills and down-times, seed %i',
  async (seed) => {
    const { failures, counts, lived } = await simulate({
      seed,
      from: '2026-11-30T07:00:00.000Z',
      days: 365,
      eventful: true,
    });
    expect(lived.bugs).toEqual([]);
    expect(firstFailures(failures)).toEqual([]);
    // It was a year worth judging.
    for (const [what, least] of Object.entries({
      reminders: 300,
      urgent: 100,
      weekly: 50,
      slots: 2_000,
      managers: 10,
      night: 20,
    }))
      expect(counts[what], `${what} with seed ${seed}`).toBeGreaterThan(least);
    expect(counts['reminder.snoozed'], `snoozes with seed ${seed}`).toBeGreaterThan(20);
    expect(counts['contact.confirmed'], `confirmations with seed ${seed}`).toBeGreaterThan(3);
    expect(lived.kills, `kills with seed ${seed}`).toBeGreaterThan(100);
  },
  120_000,
);

it('shows of its failures the first of each kind and finding, twenty at most, and how many there are', () => {
  const wrong = (day: number, code: string) => `seed 1: not found at 2026-12-0${day}T09:00:00.000Z: contoso ${code}`;
  expect(firstFailures([])).toEqual([]);
  expect(firstFailures([wrong(1, 'a')])).toEqual([wrong(1, 'a')]);
  expect(firstFailures([wrong(1, 'a'), wrong(1, 'b'), wrong(2, 'a')])).toEqual([
    ...[wrong(1, 'a'), wrong(1, 'b'), '3 failures in all'],
  ]);
  expect(firstFailures(Array.from({ length: 33_000 }, (_, n) => wrong(1, `${n}`)))).toHaveLength(21);
});

/** Each begins some days before the clocks change in one of the readers’ zones, and ends some days after. */
it.each([
  ['Europe/Paris and New York, spring', '2027-03-10T00:00:00.000Z', 24],
  ['Australia/Lord_Howe, and Paris, autumn and spring', '2027-03-24T00:00:00.000Z', 16],
  ['Australia/Lord_Howe, spring', '2027-09-29T00:00:00.000Z', 9],
  ['Europe/Paris and New York, autumn', '2027-10-26T00:00:00.000Z', 18],
] as const)(
  'the days on which the clocks change: %s',
  async (_where, from, days) => {
    for (const seed of [11, 12, 13]) {
      const eventful = seed !== 11;
      const { failures, counts } = await simulate({ seed, from, days, eventful });
      expect(firstFailures(failures)).toEqual([]);
      expect(counts.slots).toBeGreaterThan(30);
    }
  },
  60_000,
);
