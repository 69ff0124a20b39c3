import type { StoredFinding } from '../../domain/finding/finding.ts';
import { dueDate, isDue, isNews } from '../../domain/finding/reminder-intervals.ts';
import {
  dateAfter,
  type Holidays,
  mondayOf,
  nextSlot,
  type Slot,
  slotFrom,
  slotNow,
} from '../../domain/time/working-hours.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Audience, calmUntil, isUrgentFor, openFor } from '../audience/audience.ts';
import { weeklyIn } from '../weekly/enqueue-weekly.ts';

/** A message that an audience will get. */
export interface UpcomingMessage {
  audience: Audience;
  kind: 'reminder' | 'weekly';
  /** The time, ISO 8601; null for at once. */
  at: string | null;
  /** The findings that it tells of; none for a weekly digest. */
  items: readonly StoredFinding[];
}

/** Returns the next reminder of an audience about these tenants, and its next weekly digest; neither where there is none to come. */
export async function upcomingMessages(
  reader: Reader,
  audience: Audience,
  tenantIds: readonly string[],
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
): Promise<UpcomingMessage[]> {
  const { timezone, queue } = audience;
  const now = clock.now();
  const open = await openFor(reader, audience, now);
  const urgent = open.some((item) => isUrgentFor(audience, item, now));
  const round = await reader.get('rounds', queue);
  const calendar = { timezone, holidays: settings.holidays };
  // An urgent reminder today takes the place of the one at nine.
  const messaged = urgent ? dateIn(now, timezone) : (round?.messaged ?? '');
  const first = firstSlot(now, round?.slot ?? null, messaged, calendar);
  const { mine, slot: digest } = await digestIn(reader, audience, first, calendar);
  // A reminder tells of all that is open, whatever it is made for.
  const items = open.filter(({ tenantId }) => tenantIds.includes(tenantId));
  const isHere = mine.some(({ tenantId }) => tenantIds.includes(tenantId));
  const calm = slotOn(first, calmUntil(audience, open, round), calendar);
  const at = urgent ? { reminder: null, digest } : inTurn(open, queue, { first: calm, digest }, calendar);
  const times = [at.reminder?.at, urgent ? null : graceEnd(open, audience, now)].filter((time) => time != null);
  const reminder = { audience, kind: 'reminder', at: times.toSorted()[0] ?? null, items } as const;
  return [
    ...(items.length > 0 ? [reminder] : []),
    ...(at.digest && isHere ? [{ audience, kind: 'weekly', at: at.digest.at, items: [] } as const] : []),
  ];
}

interface Calendar {
  timezone: string;
  holidays: Holidays;
}

/** Returns the first slot that is not dealt with yet, on a day without a message. */
function firstSlot(now: string, dealt: string | null, messaged: string, { timezone, holidays }: Calendar): Slot {
  const current = slotNow(now, timezone, holidays);
  const coming = current && dealt !== null && current.date > dealt ? current : nextSlot(now, timezone, holidays);
  return coming.date === messaged ? nextSlot(coming.at, timezone, holidays) : coming;
}

/** Returns the slot, or the first one on this date or after it where that is later. */
function slotOn(slot: Slot, date: string, { timezone, holidays }: Calendar): Slot {
  return slot.date < date ? slotFrom(date, timezone, holidays) : slot;
}

/** Returns the first end of an hour of grace, at which the audience is reminded of a critical finding; null for none. */
function graceEnd(open: readonly StoredFinding[], audience: Audience, now: string): string | null {
  const ends = open.flatMap((item) =>
    item.quietUntil && item.quietUntil > now && isUrgentFor(audience, item, item.quietUntil) ? item.quietUntil : [],
  );
  return ends.toSorted()[0] ?? null;
}

/** Returns the subscriptions of an audience, and the slot of its next digest when nothing new goes before it; null for none. */
async function digestIn(reader: Reader, audience: Audience, first: Slot, { timezone, holidays }: Calendar) {
  const week = mondayOf(first.date);
  const { mine, due, late } = await weeklyIn(reader, audience, week);
  const next = due.length > 0 || late ? first : slotFrom(dateAfter(week, 7), timezone, holidays);
  return { mine, slot: mine.length > 0 ? next : null };
}

/** Returns a slot for each message: a reminder of something new goes before the digest, and the digest before any other reminder. */
function inTurn(
  open: readonly StoredFinding[],
  queue: string,
  { first, digest }: { first: Slot; digest: Slot | null },
  calendar: Calendar,
): { reminder: Slot | null; digest: Slot | null } {
  const reminder = open.length === 0 ? null : dueSlot(open, queue, first, calendar);
  if (!reminder || reminder.date !== digest?.date) return { reminder, digest };
  const after = nextSlot(digest.at, calendar.timezone, calendar.holidays);
  return isNews(open, queue, digest)
    ? { reminder, digest: after }
    : { reminder: dueSlot(open, queue, after, calendar), digest };
}

/** Returns the first slot from `first` on in which a finding is due. */
function dueSlot(open: readonly StoredFinding[], queue: string, first: Slot, calendar: Calendar): Slot {
  const { timezone, holidays } = calendar;
  const isDueIn = (slot: Slot) => open.some((item) => isDue(item, queue, slot));
  if (isDueIn(first)) return first;
  const dates = open.map((item) => later(dueDate(item, queue, first.date), dateIn(item.since, timezone)));
  const slot = slotFrom(later(dates.toSorted()[0] ?? '', first.date), timezone, holidays);
  return isDueIn(slot) ? slot : nextSlot(slot.at, timezone, holidays);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
