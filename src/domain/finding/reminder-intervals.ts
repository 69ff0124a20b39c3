import { isCritical, type StoredFinding, type Told } from './finding.ts';
import { dateAfter, type Slot } from './working-hours.ts';

/** Days until somebody is told again; the last one goes on. */
const intervals = [1, 3, 7, 14] as const;
/** After so many reminders without an answer the tenant's manager is told too. */
const patience = 3;

/** Whether a finding is told to `queue` in this slot. */
export function isDue(finding: StoredFinding, queue: string, slot: Slot): boolean {
  if (finding.since > slot.at || isSnoozed(finding, slot.at) || isQuiet(finding, slot.at)) return false;
  return dueDate(finding, queue, slot.date) <= slot.date;
}

/** Whether something is due in this slot that `queue` was never told: that goes before the weekly digest. */
export function isNews(items: readonly StoredFinding[], queue: string, slot: Slot): boolean {
  return items.some((item) => item.told[queue] === undefined && isDue(item, queue, slot));
}

/** The first date on which it may be told again; `today` when it never was. */
export function dueDate({ told }: StoredFinding, queue: string, today: string): string {
  const last = told[queue];
  if (!last) return today;
  const at = Math.min(Math.max(last.times, 1), intervals.length) - 1;
  return dateAfter(last.date, intervals[at] ?? 14);
}

/** What cannot wait for the morning: never told to `queue`, not put off, and its hour of grace over. */
export function isUrgent(finding: StoredFinding, queue: string, now: string): boolean {
  if (isSnoozed(finding, now) || isQuiet(finding, now)) return false;
  return isCritical(finding.code) && finding.told[queue] === undefined;
}

/** Whether it began so lately that nobody is told yet. */
export function isQuiet({ quietUntil }: StoredFinding, now: string): boolean {
  return quietUntil !== undefined && quietUntil > now;
}

/** Whether somebody put the finding off until after `now`. */
export function isSnoozed({ snooze }: StoredFinding, now: string): boolean {
  return snooze !== null && snooze.until > now;
}

/** Told often enough before `today`, without anybody having done something about it. */
export function isUnanswered({ told }: StoredFinding, today: string): boolean {
  return Object.values(told).some(({ times, date }) => times > patience || (times === patience && date < today));
}

/** The same, told once more on that date. */
export function toldAgain(finding: StoredFinding, queue: string, date: string): StoredFinding {
  return withTold(finding, queue, { times: timesTold(finding, queue) + 1, date });
}

/** The same, when the destination did not take it on that date: what was told before stays due, what never was waits a day. */
export function triedAgain(finding: StoredFinding, queue: string, date: string): StoredFinding {
  return timesTold(finding, queue) > 0 ? finding : withTold(finding, queue, { times: 0, date });
}

function timesTold({ told }: StoredFinding, queue: string): number {
  return told[queue]?.times ?? 0;
}

function withTold(finding: StoredFinding, queue: string, told: Told): StoredFinding {
  return { ...finding, told: { ...finding.told, [queue]: told } };
}
