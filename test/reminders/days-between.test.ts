import { expect, it } from 'vitest';
import { daysBetween } from '../../src/domain/time/zones.ts';

it.each([
  ['2026-11-24T22:30:00Z', '2026-11-24T23:30:00Z', 'Europe/Paris', 1],
  ['2026-11-24T22:30:00Z', '2026-11-24T23:30:00Z', 'UTC', 0],
  ['2026-11-23T23:30:00Z', '2026-11-24T22:30:00Z', 'Europe/Paris', 0],
  ['2026-11-23T01:00:00Z', '2026-11-24T23:00:00Z', 'UTC', 1],
  ['2026-10-24T12:00:00Z', '2026-10-26T11:00:00Z', 'Europe/Paris', 2],
])('from %s to %s in %s: %i', (from, to, zone, days) => expect(daysBetween(from, to, zone)).toBe(days));
