import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { morningAfter, nextSlot, slotFrom, slotNow } from '../../src/domain/time/slots.ts';
import { dateAfter, dateIn } from '../../src/domain/time/zones.ts';
import { day, hour } from '../support/time.ts';

/** Days around each change of the clocks, and where none changes. */
const zones = {
  'Europe/Paris': ['2026-03-29', '2026-10-25', '2027-03-28'],
  'America/New_York': ['2026-03-08', '2026-11-01', '2027-03-14'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04', '2027-04-04'],
  'Asia/Kolkata': ['2026-03-29', '2026-10-25'],
  'America/St_Johns': ['2026-03-08', '2026-11-01'],
  'Pacific/Apia': ['2026-04-05', '2026-10-04'],
  'Pacific/Chatham': ['2026-04-05', '2026-09-27'],
  UTC: ['2026-02-28', '2028-02-29', '2026-12-31'],
} as const;
const zone = fc.constantFrom(...Object.keys(zones));
const holidays = ['2026-03-30', '2026-10-26', '2026-12-25', '2027-01-01'];

/** Any instant within five days of a change of the clocks, or anywhere in three years. */
const moment = zone.chain((timezone) => {
  const days = Object.entries(zones).find(([name]) => name === timezone)?.[1] ?? [];
  const near = fc
    .tuple(fc.constantFrom(...days), fc.integer({ min: -5 * day, max: 6 * day }))
    .map(([date, off]) => Date.parse(`${date}T00:00:00Z`) + off);
  const anywhere = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2029-01-01T00:00:00Z') });
  return fc.record({ timezone: fc.constant(timezone), at: fc.oneof(near, anywhere).map(iso) });
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** What a clock on the wall there shows: the independent measure. */
function wall(at: string, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    weekday: part('weekday'),
  };
}

const works = (date: string, off: readonly string[]) => {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !off.includes(date);
};

describe('the next slot', () => {
  it('is nine o’clock on a working day, by the wall clock, and bears its date', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const slot = nextSlot(at, timezone, holidays);
        expect(wall(slot.at, timezone)).toMatchObject({ date: slot.date, time: '09:00:00' });
        expect(works(slot.date, holidays)).toBe(true);
      }),
    );
  });

  it('comes after now, and no slot is between: never skipped', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const slot = nextSlot(at, timezone, holidays);
        expect(slot.at > at).toBe(true);
        for (let ms = Date.parse(at); ms < Date.parse(slot.at); ms += hour / 2) {
          const { date, time } = wall(iso(ms), timezone);
          // Half an hour is the finest that a zone changes by: whoever walks so cannot step over nine o’clock.
          if (works(date, holidays) && time >= '09:00:00' && ms > Date.parse(at))
            expect(wall(at, timezone)).toMatchObject({ date });
        }
      }),
    );
  });

  it('goes up and is never the same twice, day after day, with every working day once', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const dates: string[] = [];
        for (
          let slot = nextSlot(at, timezone, holidays);
          dates.length < 12;
          slot = nextSlot(slot.at, timezone, holidays)
        )
          dates.push(slot.date);
        expect(new Set(dates).size).toBe(dates.length);
        const [first = ''] = dates;
        const expected: string[] = [];
        for (let date = first; expected.length < 12; date = dateAfter(date, 1))
          if (works(date, holidays)) expected.push(date);
        expect(dates).toEqual(expected);
      }),
    );
  });

  it('is monotone: a later moment never has an earlier slot', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 10 * day }), ({ timezone, at }, later) => {
        const then = iso(Date.parse(at) + later);
        expect(nextSlot(then, timezone, holidays).at >= nextSlot(at, timezone, holidays).at).toBe(true);
      }),
    );
  });

  it('is strictly after a slot, to the millisecond', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const slot = nextSlot(at, timezone, holidays);
        expect(nextSlot(iso(Date.parse(slot.at) - 1), timezone, holidays)).toEqual(slot);
        expect(nextSlot(slot.at, timezone, holidays).date > slot.date).toBe(true);
        expect(nextSlot(iso(Date.parse(slot.at) + 1), timezone, holidays).date > slot.date).toBe(true);
      }),
    );
  });
});

describe('the slot of now', () => {
  it('is there from nine until before eighteen o’clock on a working day, and at no other time', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const { date, time } = wall(at, timezone);
        const within = works(date, holidays) && time >= '09:00:00' && time < '18:00:00';
        expect(slotNow(at, timezone, holidays)?.date ?? null).toBe(within ? date : null);
      }),
      { numRuns: 400 },
    );
  });

  it('agrees with the next slot: what comes next is what is now when its time has come', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const slot = nextSlot(at, timezone, holidays);
        expect(slotNow(slot.at, timezone, holidays)).toEqual(slot);
        expect(slotNow(iso(Date.parse(slot.at) - 1), timezone, holidays)).toBeNull();
        expect(slotNow(iso(Date.parse(slot.at) + 9 * hour - 1), timezone, holidays)).toEqual(slot);
        expect(slotNow(iso(Date.parse(slot.at) + 9 * hour), timezone, holidays)).toBeNull();
      }),
    );
  });
});

describe('the slot from a date on', () => {
  it('is that day’s, or the first working day’s after it', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        const { date } = wall(at, timezone);
        let expected = date;
        while (!works(expected, holidays)) expected = dateAfter(expected, 1);
        const slot = slotFrom(date, timezone, holidays);
        expect(slot.date).toBe(expected);
        expect(wall(slot.at, timezone)).toMatchObject({ date: expected, time: '09:00:00' });
      }),
    );
  });
});

describe('the morning after so many days', () => {
  it('is nine o’clock on that day, working day or not', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(1, 7, 30), ({ timezone, at }, days) => {
        const morning = morningAfter(at, days, timezone);
        const { date } = wall(at, timezone);
        expect(wall(morning, timezone)).toMatchObject({ date: dateAfter(date, days), time: '09:00:00' });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a date', () => {
  it('is the one on the calendar there', () => {
    fc.assert(
      fc.property(moment, ({ timezone, at }) => {
        expect(dateIn(at, timezone)).toBe(wall(at, timezone).date);
      }),
    );
  });
  it('goes over months and leap days', () => {
    expect(dateAfter('2028-02-28', 1)).toBe('2028-02-29');
    expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dateAfter('2026-03-01', -1)).toBe('2026-02-28');
  });
});

it('has no slot on the day that Samoa left out, and goes on', () => {
  expect(nextSlot('2011-12-29T20:00:00.000Z', 'Pacific/Apia', []).date).toBe('2012-01-02');
});
