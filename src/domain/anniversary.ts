import type { Contact } from './partner-tenant.ts';

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
  const start = comingStart(month, now);
  const passed = daysBefore.map((days) => dayBefore(start, days)).filter((day) => day <= now);
  const last = passed.at(-1);
  if (last === undefined || isFresh(contact, dayBefore(last, freshDays))) return null;
  return last;
}

/** The first of the month that is going on or comes next. */
function comingStart(month: number, now: string): string {
  const year = Number(now.slice(0, 4));
  const over = Number(now.slice(5, 7)) > month;
  return new Date(Date.UTC(over ? year + 1 : year, month - 1, 1)).toISOString();
}

function dayBefore(at: string, days: number): string {
  return new Date(Date.parse(at) - days * 86_400_000).toISOString();
}

function isFresh({ confirmedAt, attestedAt }: Contact, since: string): boolean {
  return confirmedAt !== null && attestedAt !== null && confirmedAt >= since && attestedAt >= since;
}
