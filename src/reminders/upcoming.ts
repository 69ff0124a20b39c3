import { dateIn } from '../domain/date-in.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { dueDate, isDue, isNews } from '../domain/reminding.ts';
import { dateAfter, type Holidays, nextSlot, type Slot, slotFrom, slotNow } from '../domain/slot.ts';
import type { Reader, World } from '../ports.ts';
import { type Audience, isUrgentFor } from './audience.ts';
import { openFor } from './open-for.ts';
import { mondayOf, weeklyIn } from './owe-weekly.ts';

/** What an audience will get next. */
export interface Upcoming {
  audience: Audience;
  kind: 'nag' | 'weekly';
  /** Null for at once. */
  at: string | null;
  /** Findings that it tells of; none of a weekly digest. */
  items: readonly StoredFinding[];
}

/** The next reminder of an audience, and the next weekly digest; neither where there is none to come. */
export async function upcoming(
  reader: Reader,
  audience: Audience,
  tenantIds: readonly string[],
  { clock, settings: { holidays } }: Pick<World, 'clock' | 'settings'>,
): Promise<Upcoming[]> {
  const now = clock.now();
  const { queue, timezone } = audience;
  const everything = await openFor(reader, audience, now);
  const open = everything.filter(({ tenantId }) => tenantIds.includes(tenantId));
  const urgent = open.some((item) => isUrgentFor(audience, item, now));
  const round = await reader.get('rounds', queue);
  const current = slotNow(now, timezone, holidays);
  const coming = current && round && current.date > round.slot ? current : nextSlot(now, timezone, holidays);
  // Who is told something today that cannot wait gets nothing more at nine.
  const messaged = urgent ? dateIn(now, timezone) : round?.messaged;
  const first = coming.date === messaged ? nextSlot(coming.at, timezone, holidays) : coming;
  const digest = await digestSlot(reader, audience, tenantIds, first, holidays);
  const digestAt = (slot: Slot) => ({ audience, kind: 'weekly', at: slot.at, items: [] }) as const;
  const nagAt = ({ at, date }: Slot): Upcoming => {
    const items = open.filter((item) => isDue(item, queue, { at, date }));
    return { audience, kind: 'nag', at, items };
  };
  if (urgent) return [{ audience, kind: 'nag', at: null, items: open }, ...(digest ? [digestAt(digest)] : [])];
  const slot = open.length === 0 ? null : slotOf(open, queue, first, timezone, holidays);
  if (!digest || slot?.date !== digest.date)
    return [...(slot ? [nagAt(slot)] : []), ...(digest ? [digestAt(digest)] : [])];
  const after = nextSlot(digest.at, timezone, holidays);
  return isNews(everything, queue, digest)
    ? [nagAt(slot), digestAt(after)]
    : [digestAt(digest), nagAt(slotOf(open, queue, after, timezone, holidays))];
}

/** The slot of the next digest when nothing new goes before it; null for who asked for none of these tenants. */
async function digestSlot(
  reader: Reader,
  { to, timezone }: Audience,
  tenantIds: readonly string[],
  first: Slot,
  holidays: Holidays,
): Promise<Slot | null> {
  const week = mondayOf(first.date);
  const { mine, due, late } = await weeklyIn(reader, to, week);
  if (!mine.some(({ tenantId }) => tenantIds.includes(tenantId))) return null;
  return due.length > 0 || late ? first : slotFrom(dateAfter(week, 7), timezone, holidays);
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
