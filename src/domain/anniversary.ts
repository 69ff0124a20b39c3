import type { Contact } from './partner-tenant.ts';
import { remembered } from './remembered.ts';

/** Microsoft looks each year in the month in which the organisation joined the programme. */
const daysBefore = [60, 30, 7] as const;
/** So lately confirmed and attested is good enough. */
const freshDays = 30;

/**
 * Since when the coming anniversary asks for a look: the last of the days 60, 30 and 7 before the month that nobody has
 * prepared for by confirming and attesting within the 30 days before it. Null when there is nothing to do. The month
 * itself still counts: that is when Microsoft looks. By the calendar of UTC.
 */
export function anniversaryDue(month: number | null, contact: Contact, now: string): string | null {
  if (month === null) return null;
  const last = askedBefore(comingStart(month, now)).findLast(({ day }) => day <= now);
  if (last === undefined || isFresh(contact, last.fresh)) return null;
  return last.day;
}

/** When the answer above may next change by the passing of time alone, ISO 8601; null for never. */
export function nextAnniversaryTurn(month: number | null, now: string): string | null {
  if (month === null) return null;
  const start = comingStart(month, now);
  return askedBefore(start).find(({ day }) => day > now)?.day ?? monthAfter(start);
}

/** The days before a month, and since when a confirmation is fresh then. A check of thousands of tenants asks for twelve months. */
const askedBefore = remembered(
  100,
  (start: string) => start,
  (start) => daysBefore.map((days) => ({ day: dayBefore(start, days), fresh: dayBefore(start, days + freshDays) })),
);

/** The first of the month that is going on or comes next. */
function comingStart(month: number, now: string): string {
  const year = Number(now.slice(0, 4));
  const over = Number(now.slice(5, 7)) > month;
  return `${over ? year + 1 : year}-${String(month).padStart(2, '0')}-01T00:00:00.000Z`;
}

function monthAfter(start: string): string {
  return new Date(Date.UTC(Number(start.slice(0, 4)), Number(start.slice(5, 7)))).toISOString();
}

function dayBefore(at: string, days: number): string {
  return new Date(Date.parse(at) - days * 86_400_000).toISOString();
}

function isFresh({ confirmedAt, attestedAt }: Contact, since: string): boolean {
  return confirmedAt !== null && attestedAt !== null && confirmedAt >= since && attestedAt >= since;
}
