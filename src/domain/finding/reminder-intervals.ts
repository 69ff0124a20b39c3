import type { Slot } from '../time/slots.ts';
import { dateAfter } from '../time/zones.ts';
import { isCritical, type RemindersSent, type Snooze, type StoredFinding } from './finding.ts';

/** Days from one reminder of a finding to the next, in the order of the reminders. The last number repeats. */
const intervals = [1, 3, 7, 14] as const;
/** The number of reminders without an answer after which the tenant's manager is reminded too. */
const patience = 3;

/** Returns true when the reader of `queue` is reminded of a finding in this slot. */
export function isDue(finding: StoredFinding, queue: string, slot: Slot): boolean {
  if (finding.since > slot.at || isSnoozed(finding, slot.at) || isInGrace(finding, slot.at)) return false;
  return dueDate(finding, queue, slot.date) <= slot.date;
}

/** Returns the first date of the next reminder of a finding; `today` when there was none. */
export function dueDate({ remindersSent }: StoredFinding, queue: string, today: string): string {
  const last = remindersSent[queue];
  if (!last) return today;
  const at = Math.min(Math.max(last.times, 1), intervals.length) - 1;
  return dateAfter(last.date, intervals[at] ?? 14);
}

/**
 * Returns true for a critical finding of which the reader of `queue` was never reminded, that nobody put off, and whose hour of grace is
 * over.
 */
export function isUrgent(finding: StoredFinding, queue: string, now: string): boolean {
  if (isSnoozed(finding, now) || isInGrace(finding, now)) return false;
  return isCritical(finding.code) && finding.remindersSent[queue] === undefined;
}

/** Returns true for a finding in its hour of grace, in which nobody is reminded of it. */
function isInGrace({ quietUntil }: StoredFinding, now: string): boolean {
  return quietUntil !== undefined && quietUntil > now;
}

/** Returns the snooze that puts a finding off at `now`; null for none. */
export function snoozeAt({ snooze }: StoredFinding, now: string): Snooze | null {
  return snooze !== null && snooze.until > now ? snooze : null;
}

/** Returns true when somebody put a finding off until after `now`. */
export function isSnoozed(finding: StoredFinding, now: string): boolean {
  return snoozeAt(finding, now) !== null;
}

/** Returns the state of a finding at `now`. */
export function findingState(finding: StoredFinding, now: string): 'open' | 'snoozed' | 'closed' {
  if (finding.closedAt !== null) return 'closed';
  return isSnoozed(finding, now) ? 'snoozed' : 'open';
}

/** Returns true when somebody had enough reminders of a finding before `today` that the manager is reminded too. */
export function isUnanswered({ remindersSent }: StoredFinding, today: string): boolean {
  return Object.values(remindersSent).some(
    ({ times, date }) => times > patience || (times === patience && date < today),
  );
}

/** Returns the finding with one more reminder, on that date. */
export function withReminder(finding: StoredFinding, queue: string, date: string): StoredFinding {
  return withSent(finding, queue, { times: timesReminded(finding, queue) + 1, date });
}

/**
 * Returns the finding after a destination refused its reminder on that date. After earlier reminders it stays due; the first reminder
 * waits a day.
 */
export function triedAgain(finding: StoredFinding, queue: string, date: string): StoredFinding {
  return timesReminded(finding, queue) > 0 ? finding : withSent(finding, queue, { times: 0, date });
}

function timesReminded({ remindersSent }: StoredFinding, queue: string): number {
  return remindersSent[queue]?.times ?? 0;
}

function withSent(finding: StoredFinding, queue: string, sent: RemindersSent): StoredFinding {
  return { ...finding, remindersSent: { ...finding.remindersSent, [queue]: sent } };
}
