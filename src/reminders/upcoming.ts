import { dateIn } from '../domain/date-in.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { dueDate, isDue } from '../domain/reminding.ts';
import { nextSlot, type Slot, slotFrom, slotNow } from '../domain/slot.ts';
import type { Reader, World } from '../ports.ts';
import { type Audience, isUrgentFor } from './audience.ts';
import { openFor } from './open-for.ts';

/** What an audience will be told next. */
export interface Upcoming {
  audience: Audience;
  /** Null for at once. */
  at: string | null;
  items: readonly StoredFinding[];
}

/** The next reminder of an audience; null when nothing is open for it. */
export async function upcoming(
  reader: Reader,
  audience: Audience,
  tenantIds: readonly string[],
  { clock, settings }: Pick<World, 'clock' | 'settings'>,
): Promise<Upcoming | null> {
  const now = clock.now();
  const { queue, timezone } = audience;
  const open = (await openFor(reader, audience, now)).filter(({ tenantId }) => tenantIds.includes(tenantId));
  if (open.length === 0) return null;
  const urgent = open.filter((item) => isUrgentFor(audience, item, now));
  if (urgent.length > 0) return { audience, at: null, items: open };
  const round = await reader.get('rounds', queue);
  const current = slotNow(now, timezone, settings.holidays);
  const coming = current && round && current.date > round.slot ? current : nextSlot(now, timezone, settings.holidays);
  // Who was told something today that could not wait gets nothing more at nine.
  const first = coming.date === round?.messaged ? nextSlot(coming.at, timezone, settings.holidays) : coming;
  const slot = slotOf(open, queue, first, timezone, settings.holidays);
  return { audience, at: slot.at, items: open.filter((item) => isDue(item, queue, slot)) };
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
