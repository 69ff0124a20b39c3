import { type Destination, queueOf } from '../../domain/delivery/delivery.ts';
import { isAdminless, type StoredFinding } from '../../domain/finding/finding.ts';
import { isDue, snoozeAt } from '../../domain/finding/reminder-intervals.ts';
import type { ReminderRound } from '../../domain/finding/reminder-round.ts';
import { type Holidays, nextSlot, type Slot, slotNow } from '../../domain/time/slots.ts';
import { dateIn, mondayOf } from '../../domain/time/zones.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { allOfThem, dueId, dueNow, noteNext } from '../../store/due.ts';
import { type Audience, audiencesOf, calmUntil, isUrgentFor } from '../audience/audience.ts';

/** What is known of an audience when it is decided what it gets. */
export interface Situation {
  audience: Audience;
  /** The findings that are open for it, the worst first. */
  open: readonly StoredFinding[];
  round: ReminderRound;
  /** Returns whether the weekly digest of the week of this Monday has still to be sent. */
  hasWeekly(monday: string): boolean;
  /** The ids of the findings of a reminder that was given up before it was sent: it is made again for them. */
  again: readonly string[];
  holidays: Holidays;
}

/**
 * Decides what an audience gets at `at` (ISO 8601): a reminder, the weekly digest, or nothing. It is at most one message for a slot and a
 * day, except for what cannot wait. A reminder of something new goes before the weekly digest, and the digest before any other reminder.
 */
export function decide({ audience, open, round, hasWeekly, again, holidays }: Situation, at: string) {
  const { queue, timezone } = audience;
  const current = slotNow(at, timezone, holidays);
  const slot = current !== null && current.date > round.slot ? current : null;
  const isFree = slot !== null && round.messaged !== dateIn(at, timezone);
  const mayRemind = isFree && slot.date >= calmUntil(audience, open, round);
  const urgent = open.filter((item) => isUrgentFor(audience, item, at));
  const due = open.filter((item) => again.includes(item.id) || (mayRemind && isDue(item, queue, slot)));
  const isNew = due.some(({ remindersSent }) => remindersSent[queue] === undefined);
  const isWeekly = isFree && urgent.length === 0 && !isNew && hasWeekly(mondayOf(slot.date));
  const reasons = isWeekly ? [] : open.filter((item) => urgent.includes(item) || due.includes(item));
  return {
    /** The slot that nobody has dealt with yet; null outside of working hours, and once it is dealt with. */
    slot,
    /** The findings for which the reminder is made, which tells of all that is open; empty for no reminder. */
    reasons,
    /** Those of them that wait for no slot. */
    urgent,
    isWeekly,
  };
}

/**
 * Returns the audiences for whom there is something to do now. Where there are none, it stores when time alone will bring one:
 * until then, and while no row changes, the tick looks for none.
 */
export async function audiencesDue(tx: Tx, admins: readonly Destination[], world: World): Promise<Audience[]> {
  const now = world.clock.now();
  const urgent = await tx.scan('findings.critical', { key: '', after: null });
  const audiences = await audiencesOf(tx, admins, await tx.list('tenants'), world);
  const due = await dueOf(tx, audiences, urgent, world);
  if (due.length === 0) {
    const at = changeAfter(now, audiences, urgent, world);
    await noteNext(tx, 'reminders', allOfThem, { at, from: now, by: queuesOf(admins) });
  }
  return due;
}

/** Returns true when there may be something to do now for some audience. */
export async function isSomebodyDue(reader: Reader, admins: readonly Destination[], world: World): Promise<boolean> {
  const row = await reader.get('due', dueId('reminders', allOfThem));
  const [due] = await dueNow(reader, 'reminders', world.clock.now(), 1);
  return row === null || row.by !== queuesOf(admins) || due !== undefined;
}

/** Returns the admins as one text. Who they are is in no row, and the settings change only at a restart, which checks everything. */
function queuesOf(admins: readonly Destination[]): string {
  return JSON.stringify(admins.map(queueOf));
}

type Urgent = readonly StoredFinding[];

async function dueOf(reader: Reader, audiences: readonly Audience[], urgent: Urgent, { clock, settings }: World) {
  const now = clock.now();
  const slots = new Map<string, Slot | null>();
  for (const zone of zonesOf(audiences)) slots.set(zone, slotNow(now, zone, settings.holidays));
  // Only admins are reminded of most critical findings at once, so the thousands of other audiences are asked about few findings.
  const forOthers = urgent.filter(isAdminless);
  const due: Audience[] = [];
  for (const audience of audiences) {
    const round = await reader.get('rounds', audience.queue);
    const slot = slots.get(audience.timezone) ?? null;
    const fresh = !round || (slot !== null && slot.date > round.slot);
    const some = audience.role === 'admin' ? urgent : forOthers;
    if (fresh || some.some((finding) => isUrgentFor(audience, finding, now))) due.push(audience);
  }
  return due;
}

/** Returns the next nine o'clock of any audience, or the end of a snooze or of an hour of grace before it. */
function changeAfter(now: string, audiences: readonly Audience[], urgent: Urgent, { settings }: World): string {
  const slots = zonesOf(audiences).map((zone) => nextSlot(now, zone, settings.holidays).at);
  const snoozes = urgent.flatMap((finding) => snoozeAt(finding, now)?.until ?? []);
  const graces = urgent.flatMap(({ quietUntil }) => (quietUntil && quietUntil > now ? quietUntil : []));
  return [...slots, ...snoozes, ...graces].toSorted()[0] ?? now;
}

function zonesOf(audiences: readonly Audience[]): string[] {
  return [...new Set(audiences.map(({ timezone }) => timezone))];
}
