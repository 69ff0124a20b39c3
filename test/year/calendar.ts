/** Clocks on the wall, without the product's own arithmetic: what the judge goes by. */
const formats = new Map<string, Intl.DateTimeFormat>();

export interface Wall {
  /** `2026-11-24`. */
  date: string;
  minutes: number;
}

export function wallAt(ms: number, timeZone: string): Wall {
  const known = formats.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  if (!known) formats.set(timeZone, format);
  const text = format.format(ms);
  return { date: text.slice(0, 10), minutes: Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) };
}

export const holidays = ['2026-12-25', '2027-01-01', '2027-05-06', '2027-07-14'];

export function isWorkday(date: string): boolean {
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  return weekday > 0 && weekday < 6 && !holidays.includes(date);
}

/** From nine until before eighteen o'clock on a working day. */
export function isWorking(ms: number, timeZone: string): boolean {
  const { date, minutes } = wallAt(ms, timeZone);
  return isWorkday(date) && minutes >= 540 && minutes < 1_080;
}

/** Nine o'clock on a date there, found by looking at the wall clock. */
export function nineOn(date: string, timeZone: string): number {
  const guess = Date.parse(`${date}T09:00:00Z`);
  for (let off = -14 * 60; off <= 14 * 60; off += 30) {
    const at = guess + off * 60_000;
    const wall = wallAt(at, timeZone);
    if (wall.date === date && wall.minutes === 540) return at;
  }
  throw new Error(`no nine o’clock on ${date} in ${timeZone}`);
}

export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
