import { Cron } from 'croner';
import { memoize } from '../text/memoize.ts';
import { dateIn } from '../time/zones.ts';

/** The hour at which a working day begins and reminders are sent, by the reader's clock, and how long it lasts. */
const workdayStart = 9;
const workdayMs = 9 * 3_600_000;
/** The working days, Monday to Friday, as cron counts them. */
const workdays = '1-5';

/** When reminders are sent: nine o'clock on working days, by the reader's clock. Croner finds the hour over changes to summer time too. */
const nineAfterIn = memoize(200, lastNine);

/** The first one after an instant in milliseconds. The last answer is kept, since it is right until then: thousands of readers ask within a second. */
function lastNine(timezone: string): (after: number) => Slot {
  const cron = new Cron(`0 ${workdayStart} * * ${workdays}`, { timezone, paused: true });
  let known = { from: 0, until: 0, slot: { at: '', date: '' } };
  return (after) => {
    if (known.from <= after && after < known.until) return known.slot;
    const next = cron.nextRun(new Date(after));
    if (next === null) throw new Error(`no nine o’clock in ${timezone}`);
    const at = next.toISOString();
    known = { from: after, until: next.getTime(), slot: { at, date: dateIn(at, timezone) } };
    return known.slot;
  };
}

/** Dates on which nobody works, `2026-12-25`. */
export type Holidays = readonly string[];

/** A time at which reminders are sent: nine on a working day. */
export interface Slot {
  /** The instant, ISO 8601 UTC. */
  at: string;
  /** Its day in the reader's zone, `2026-11-24`: what makes a slot one, wherever the reader travels. */
  date: string;
}

/** The first slot after `after`. */
export function nextSlot(after: string, timezone: string, holidays: Holidays): Slot {
  const nineAfter = nineAfterIn(timezone);
  let slot = nineAfter(Date.parse(after));
  while (holidays.includes(slot.date)) slot = nineAfter(Date.parse(slot.at));
  return slot;
}

/** The slot in whose working hours `now` is; null outside them. */
export function slotNow(now: string, timezone: string, holidays: Holidays): Slot | null {
  const slot = nextSlot(new Date(Date.parse(now) - workdayMs).toISOString(), timezone, holidays);
  return slot.at <= now ? slot : null;
}

/** Whether `now` is still within the working hours of the day of `at`. */
export function isInSlotOf(at: string, now: string, timezone: string, holidays: Holidays): boolean {
  return slotNow(now, timezone, holidays)?.date === dateIn(at, timezone);
}

/** Nine o'clock so many days later, working day or not. */
export function morningAfter(now: string, days: number, timezone: string): string {
  const wanted = dateAfter(dateIn(now, timezone), days);
  let at = new Date(Date.parse(now) + (days - 1) * 86_400_000);
  for (;;) {
    const next = everyDay(timezone).nextRun(at);
    if (next === null) throw new Error(`no nine o’clock in ${timezone}`);
    if (dateIn(next.toISOString(), timezone) >= wanted) return next.toISOString();
    at = next;
  }
}

/** The first slot on that date or after it. */
export function slotFrom(date: string, timezone: string, holidays: Holidays): Slot {
  let slot = nextSlot(`${dateAfter(date, -2)}T00:00:00.000Z`, timezone, holidays);
  while (slot.date < date) slot = nextSlot(slot.at, timezone, holidays);
  return slot;
}

const everyDay = memoize(200, (timezone: string) => new Cron(`0 ${workdayStart} * * *`, { timezone, paused: true }));

const wallFormatIn = memoize(
  200,
  (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
);

/** What clocks and calendars show there at an instant, `2026-11-24 09:00`. */
export function wallTimeIn(at: string, timezone: string): string {
  return wallFormatIn(timezone).format(new Date(at));
}

/** The date so many days later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return dateAfter(date, -((day + 6) % 7));
}
