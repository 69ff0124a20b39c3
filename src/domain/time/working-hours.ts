import { Cron } from 'croner';
import { memoize } from '../text/memoize.ts';
import { dateIn } from './zones.ts';

/** The hour at which a working day begins and reminders are sent, by the reader's clock, and how long it lasts. */
const workdayStart = 9;
const workdayMs = 9 * 3_600_000;
/** The working days, Monday to Friday, as cron counts them. */
const workdays = '1-5';

/** Finds the next slot in a zone. Croner finds nine o'clock over changes to summer time too. */
const nineAfterIn = memoize(200, lastNine);

/** Returns a function from a time (epoch milliseconds) to the first slot after it. The last answer is kept, since it stays right until that slot, and thousands of readers ask within a second. */
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

/** The dates on which nobody works, such as `2026-12-25`. */
export type Holidays = readonly string[];

/** A time at which reminders are sent: nine o'clock on a working day, by the reader's clock. */
export interface Slot {
  /** The time, ISO 8601 in UTC. */
  at: string;
  /** Its date in the reader's zone, such as `2026-11-24`. Slots of one date are one slot, wherever the reader travels. */
  date: string;
}

/** Returns the first slot after a time. */
export function nextSlot(after: string, timezone: string, holidays: Holidays): Slot {
  const nineAfter = nineAfterIn(timezone);
  let slot = nineAfter(Date.parse(after));
  while (holidays.includes(slot.date)) slot = nineAfter(Date.parse(slot.at));
  return slot;
}

/** Returns the slot whose working hours contain `now`; null outside working hours. */
export function slotNow(now: string, timezone: string, holidays: Holidays): Slot | null {
  const slot = nextSlot(new Date(Date.parse(now) - workdayMs).toISOString(), timezone, holidays);
  return slot.at <= now ? slot : null;
}

/** Returns true when `now` is within the working hours of the day of `at`. */
export function isInSlotOf(at: string, now: string, timezone: string, holidays: Holidays): boolean {
  return slotNow(now, timezone, holidays)?.date === dateIn(at, timezone);
}

/** Returns the first nine o'clock after a time, on a working day or not. */
export function nextMorning(after: string, timezone: string): string {
  const next = everyDay(timezone).nextRun(new Date(after));
  if (next === null) throw new Error(`no nine o’clock in ${timezone}`);
  return next.toISOString();
}

/** Returns nine o'clock `days` later, on a working day or not. */
export function morningAfter(now: string, days: number, timezone: string): string {
  const wanted = dateAfter(dateIn(now, timezone), days);
  let at = new Date(Date.parse(now) + (days - 1) * 86_400_000).toISOString();
  do at = nextMorning(at, timezone);
  while (dateIn(at, timezone) < wanted);
  return at;
}

/** Returns the first slot on that date or after it. */
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

/** Returns the date and the time in a zone, such as `2026-11-24 09:00`. */
export function wallTimeIn(at: string, timezone: string): string {
  return wallFormatIn(timezone).format(new Date(at));
}

/** Returns the date `days` later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Returns the Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return dateAfter(date, -((day + 6) % 7));
}
