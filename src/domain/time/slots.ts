/** Working days, and the slots in which people are reminded. */
import { memoize } from '../text/memoize.ts';
import { dateAfter, dateIn, instantOf, weekdayOf } from './zones.ts';

/** The time at which a working day begins and reminders are sent, by the reader's clock, and how long it lasts (ms). */
const workdayStart = '09:00';
const workdayMs = 9 * 3_600_000;
/** The days of the week on which nobody works: Sunday and Saturday. */
const freeDays: readonly number[] = [0, 6];

/** Returns nine o'clock of a date in a zone: ISO 8601 in UTC. */
const nineOn = memoize(2_000, (date: string, timezone: string) =>
  new Date(instantOf(Date.parse(`${date}T${workdayStart}:00Z`), timezone)).toISOString(),
);

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
  const today = dateIn(after, timezone);
  const slot = slotFrom(today, timezone, holidays);
  return Date.parse(slot.at) > Date.parse(after) ? slot : slotFrom(dateAfter(today, 1), timezone, holidays);
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
  const today = dateIn(after, timezone);
  const nine = nineOn(today, timezone);
  return Date.parse(nine) > Date.parse(after) ? nine : nineOn(dateAfter(today, 1), timezone);
}

/** Returns nine o'clock `days` later, on a working day or not. */
export function morningAfter(now: string, days: number, timezone: string): string {
  return nineOn(dateAfter(dateIn(now, timezone), days), timezone);
}

/** Returns the first slot on that date or after it. */
export function slotFrom(date: string, timezone: string, holidays: Holidays): Slot {
  const at = nineOn(date, timezone);
  // A zone may leave a date out, as Samoa did in 2011.
  const isFree = freeDays.includes(weekdayOf(date)) || holidays.includes(date) || dateIn(at, timezone) !== date;
  return isFree ? slotFrom(dateAfter(date, 1), timezone, holidays) : { at, date };
}
