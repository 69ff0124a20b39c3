import type { StoredFinding } from '../../domain/finding/finding.ts';
import { isDue } from '../../domain/finding/reminder-intervals.ts';
import type { ReminderRound } from '../../domain/finding/reminder-round.ts';
import { dateIn, type Holidays, mondayOf, slotNow } from '../../domain/time/zones.ts';
import { type Audience, calmUntil, isUrgentFor } from '../audience/audience.ts';

/** What is known of an audience when it is decided what it gets. */
export interface Situation {
  audience: Audience;
  /** The findings that are open for it, the worst first. */
  open: readonly StoredFinding[];
  round: ReminderRound;
  /** Returns whether the weekly summary of the week of this Monday has still to be sent. */
  hasWeekly(monday: string): boolean;
  /** The ids of the findings of a reminder that was given up before it was sent: it is made anew for them. */
  again: readonly string[];
  holidays: Holidays;
}

/**
 * Decides what an audience gets at `at` (ISO 8601), a reminder, the weekly summary, or nothing: at most one message for a slot and a day, but for what cannot wait. A reminder of
 * something new goes before the weekly summary, and the summary before any other reminder.
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
