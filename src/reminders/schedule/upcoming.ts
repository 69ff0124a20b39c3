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
} from '../../domain/finding/working-hours.ts';
import { dateIn } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Audience, calmUntil, isUrgentFor } from '../audience/audience.ts';
import { openFor } from '../audience/open-for.ts';
import { weeklyIn } from '../weekly/enqueue-weekly.ts';

/** What an audience will get next. */
export interface Upcoming {
  audience: Audience;
  kind: 'nag' | 'weekly';
  /** Null for at once. */
  at: string | null;
  /** Findings that it tells of; none of a weekly digest. */
  items: readonly StoredFinding[];
}

/** The next reminder of an audience about these tenants, and the next weekly digest; neither where there is none to come. */
export async function upcoming(
  reader: Reader,
  audience: Audience,
  tenantIds: readonly string[],
  world: Pick<World, 'clock' | 'settings'>,
): Promise<Upcoming[]> {
  const { clock, settings } = world;
  const now = clock.now();
  const open = await openFor(reader, audience, now);
  const urgent = open.some((item) => isUrgentFor(audience, item, now));
  const round = await reader.get('rounds', audience.queue);
  const days: Days = { timezone: audience.timezone, holidays: settings.holidays };
  // Who is told something today that cannot wait gets nothing more at nine.
  const messaged = urgent ? dateIn(now, audience.timezone) : (round?.messaged ?? '');
  const first = firstSlot(now, round?.slot ?? null, messaged, days);
  const calm = calmUntil(audience, open, round);
  const { mine, slot: digest } = await digestIn(reader, audience, first, days);
  // Whatever a reminder is made for, it tells of all that is open.
  const items = open.filter(({ tenantId }) => tenantIds.includes(tenantId));
  const isHere = mine.some(({ tenantId }) => tenantIds.includes(tenantId));
  const at = urgent
    ? { nag: null, digest }
    : inTurn(open, audience.queue, { first: later(first, calm, days), digest }, days);
  const soon = urgent ? null : graceEnds(open, audience, now);
  const nag = { audience, kind: 'nag', at: sooner(soon, at.nag?.at ?? null), items } as const;
  return [
    ...(items.length > 0 ? [nag] : []),
    ...(at.digest && isHere ? [{ audience, kind: 'weekly', at: at.digest.at, items: [] } as const] : []),
  ];
}

interface Days {
  timezone: string;
  holidays: Holidays;
}

/** The first slot that is not dealt with yet, on a day without a message. */
function firstSlot(now: string, dealt: string | null, messaged: string, { timezone, holidays }: Days): Slot {
  const current = slotNow(now, timezone, holidays);
  const coming = current && dealt !== null && current.date > dealt ? current : nextSlot(now, timezone, holidays);
  return coming.date === messaged ? nextSlot(coming.at, timezone, holidays) : coming;
}

function later(slot: Slot, date: string, { timezone, holidays }: Days): Slot {
  return slot.date < date ? slotFrom(date, timezone, holidays) : slot;
}

/** When the first critical thing is told whose hour of grace is not over; null for none. */
function graceEnds(open: readonly StoredFinding[], audience: Audience, now: string): string | null {
  const quiet = open.flatMap((item) =>
    item.quietUntil && item.quietUntil > now && isUrgentFor(audience, item, item.quietUntil) ? item.quietUntil : [],
  );
  return quiet.toSorted()[0] ?? null;
}

function sooner(one: string | null, other: string | null): string | null {
  return one !== null && (other === null || one < other) ? one : other;
}

/** What somebody asked for, and the slot of the next digest when nothing new goes before it; null for none. */
async function digestIn(reader: Reader, audience: Audience, first: Slot, { timezone, holidays }: Days) {
  const week = mondayOf(first.date);
  const { mine, due, late } = await weeklyIn(reader, audience, week);
  const next = due.length > 0 || late ? first : slotFrom(dateAfter(week, 7), timezone, holidays);
  return { mine, slot: mine.length > 0 ? next : null };
}

/** A slot for each: what is new goes before the digest, and the digest before anything else. */
function inTurn(
  open: readonly StoredFinding[],
  queue: string,
  { first, digest }: { first: Slot; digest: Slot | null },
  { timezone, holidays }: Days,
): { nag: Slot | null; digest: Slot | null } {
  const nag = open.length === 0 ? null : slotOf(open, queue, first, timezone, holidays);
  if (!nag || nag.date !== digest?.date) return { nag, digest };
  const after = nextSlot(digest.at, timezone, holidays);
  return isNews(open, queue, digest)
    ? { nag, digest: after }
    : { nag: slotOf(open, queue, after, timezone, holidays), digest };
}

/** The first slot from `first` on in which something is due. */
function slotOf(
  open: readonly StoredFinding[],
  queue: string,
  first: Slot,
  timezone: string,
  holidays: readonly string[],
): Slot {
  if (open.some((item) => isDue(item, queue, first))) return first;
  const dates = open.map((item) => laterOf(dueDate(item, queue, first.date), dateIn(item.since, timezone)));
  const date = dates.toSorted()[0] ?? first.date;
  const slot = slotFrom(laterOf(date, first.date), timezone, holidays);
  return open.some((item) => isDue(item, queue, slot)) ? slot : nextSlot(slot.at, timezone, holidays);
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}
