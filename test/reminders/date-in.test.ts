import { expect, it } from 'vitest';
import { dateIn } from '../../src/domain/time/zones.ts';

it('the day changes at midnight of the zone, to the millisecond', () => {
  expect(dateIn('2026-11-24T22:59:59.999Z', 'Europe/Paris')).toBe('2026-11-24');
  expect(dateIn('2026-11-24T23:00:00.000Z', 'Europe/Paris')).toBe('2026-11-25');
  expect(dateIn('2026-11-24T18:14:59.999Z', 'Asia/Kathmandu')).toBe('2026-11-24');
  expect(dateIn('2026-11-24T18:15:00.000Z', 'Asia/Kathmandu')).toBe('2026-11-25');
});

it('the same minute by another clock is another instant', () => {
  expect(dateIn('2026-11-24T12:00:00.000Z', 'UTC')).toBe('2026-11-24');
  expect(dateIn('2026-11-24T12:00:00.000+14:00', 'UTC')).toBe('2026-11-23');
});
