import type { StoredFinding } from '../../domain/finding/finding.ts';
import { dueDate, withReminder } from '../../domain/finding/reminder-intervals.ts';
import { newRound } from '../../domain/finding/reminder-round.ts';
import { nextSlot, type Slot, slotFrom, slotNow } from '../../domain/time/slots.ts';
import { dateAfter, dateIn, mondayOf } from '../../domain/time/zones.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type Audience, calmUntil, openFor } from '../audience/audience.ts';
import { weeklyIn } from '../weekly/enqueue-weekly.ts';
import { decide, type Situation } from './decide.ts';

/** A message that an audience will get. */
export interface UpcomingMessage {
  audience: Audience;
  kind: 'reminder' | 'weekly';
  /** The time, ISO 8601; null for at once. */
  at: string | null;
  /** The findings that it tells of; none for a weekly digest. */
  items: readonly StoredFinding[];
}

/** Returns the next reminder of an audience about these tenants, and its next weekly digest; neither when there is none to come. */
export async function upcomingMessages(reader: Reader, audience: Audience, tenantIds: readonly string[], world: World) {
  const { clock, settings } = world;
  const { holidays } = settings;
  const { timezone, queue } = audience;
  const now = clock.now();
  const current = slotNow(now, timezone, holidays);
  const open = await openFor(reader, audience, now);
  const round = (await reader.get('rounds', queue)) ?? newRound(queue, current?.date ?? '');
  const first = current && current.date > round.slot ? current : nextSlot(now, timezone, holidays);
  const week = mondayOf(first.date);
  const { mine, due, late } = await weeklyIn(reader, audience, week);
  const hasWeekly = (monday: string) =>
    monday === week ? due.length > 0 || late !== null : mine.some((one) => one.week !== monday);
  const { reminder, weekly } = forecast({ audience, open, round, hasWeekly, again: [], holidays }, first, now);
  // A reminder tells of all that is open, whatever it is made for.
  const items = open.filter(({ tenantId }) => tenantIds.includes(tenantId));
  const isHere = mine.some(({ tenantId }) => tenantIds.includes(tenantId));
  return [
    ...(items.length > 0 && reminder !== undefined
      ? [{ audience, kind: 'reminder', at: reminder, items } as const]
      : []),
    ...(weekly !== undefined && isHere ? [{ audience, kind: 'weekly', at: weekly, items: [] } as const] : []),
  ];
}

interface Forecast {
  /** The time of the next reminder, null for at once; absent for none. */
  reminder?: string | null;
  weekly?: string;
}

/**
 * Asks for each instant at which something may change what would be sent then, as if nothing happened before. `first` is the first slot
 * that is not dealt with.
 */
function forecast(situation: Situation, first: Slot, now: string): Forecast {
  const found: Forecast = {};
  let { open, round, hasWeekly } = situation;
  for (const at of instants(situation, first, now)) {
    const decision = decide({ ...situation, open, round, hasWeekly }, at);
    const date = dateIn(at, situation.audience.timezone);
    const then = decision.slot?.at ?? at;
    if (decision.isWeekly && found.weekly === undefined) {
      found.weekly = then;
      hasWeekly = () => false;
      round = { ...round, messaged: date };
    } else if (decision.reasons.length > 0 && found.reminder === undefined) {
      found.reminder = decision.urgent.length > 0 ? (at === now ? null : at) : then;
      open = open.map((item) => withReminder(item, situation.audience.queue, date));
      round = { ...round, messaged: date };
    }
    if (found.weekly !== undefined && found.reminder !== undefined) break;
  }
  return found;
}

/**
 * Returns the instants at which an audience may get something, in order: now, the ends of hours of grace, and slots, each with the one
 * after it, in which its message goes when the day has another.
 */
function instants({ audience, open, round, holidays }: Situation, first: Slot, now: string): string[] {
  const { queue, timezone } = audience;
  const dates = open.map((item) => latest(dueDate(item, queue, first.date), dateIn(item.since, timezone)));
  const from = [first.date, calmUntil(audience, open, round), dateAfter(mondayOf(first.date), 7), ...dates];
  const slots = [...new Set(from.map((date) => latest(date, first.date)))].flatMap((date) => {
    const slot = date === first.date ? first : slotFrom(date, timezone, holidays);
    const next = nextSlot(slot.at, timezone, holidays);
    return [slot, next, nextSlot(next.at, timezone, holidays)];
  });
  const graces = open.flatMap(({ quietUntil }) => quietUntil ?? []);
  const times = [...slots.map(({ at }) => at), ...graces].filter((at) => at > now);
  return [now, ...new Set(times.toSorted())];
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}
