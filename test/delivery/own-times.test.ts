import { expect, it } from 'vitest';
import { newestTime, withoutFutureTimes } from '../../src/domain/time/own-times.ts';

const now = '2026-11-30T12:00:00.000Z';
const ahead = '2027-11-30T09:00:00.000Z';

it('any field with an instant counts as written by our clock, however deep and whatever its name', () => {
  const row = { id: 'x', timeline: [{ at: now }, { at: ahead }], aNewFieldAt: now };
  expect(newestTime(row)).toBe(ahead);
  expect(withoutFutureTimes(row, now)).toEqual({ ...row, timeline: [{ at: now }, { at: now }] });
  expect(withoutFutureTimes({ list: [ahead, now], aNewFieldAt: ahead }, now)).toEqual({
    list: [now, now],
    aNewFieldAt: now,
  });
});

it('a time that may lie ahead counts as set before it, and lasts for a day once it lies too far ahead', () => {
  expect(newestTime({ until: '2026-12-20T09:00:00.000Z' })).toBe('2026-11-19T09:00:00.000Z');
  expect(withoutFutureTimes({ until: '2026-12-20T09:00:00.000Z' }, now)).toEqual({ until: '2026-12-20T09:00:00.000Z' });
  expect(withoutFutureTimes({ until: ahead }, now)).toEqual({ until: '2026-12-01T12:00:00.000Z' });
  expect(withoutFutureTimes({ slot: '2026-12-01', messaged: '2026-12-04' }, now)).toEqual({
    slot: '2026-12-01',
    messaged: '2026-11-30',
  });
});

it.each([
  ['what a sender says', { content: { detectedDateTime: ahead }, seen: { detectedAt: ahead } }],
  ['what a person writes', { note: ahead, title: ahead, snooze: { reason: ahead } }],
  ['the shifts of a calendar', { calendars: { onCallCalendar: { shifts: [{ start: ahead, end: ahead }] } } }],
  ['the next reminder, which is worked out anew', { escalateAt: ahead }],
  ['a text that only holds an instant', { line: `until ${ahead}`, id: '2027' }],
])('%s stays as it is', (_what, row) => {
  expect(newestTime(row)).toBe('');
  expect(withoutFutureTimes(row, now)).toEqual(row);
});
