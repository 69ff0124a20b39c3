import type { StoredFinding } from '../../src/domain/finding/finding.ts';
import { hour } from '../support/time.ts';
import { daysLater } from './calendar.ts';
import type { Reader } from './readers.ts';

const interval = [1, 3, 7, 14];
const critical = ['contactMissing', 'channelUnreachable', 'channelOpened', 'mailDead', 'someoneLeft', 'fieldMissing'];

/** What the judge knows of one finding, from its opening to its end; an answer begins it anew. */
export interface Case {
  finding: StoredFinding;
  /** When the tenant was first seen. */
  firstSeen: number;
  /** Until when it was put off, also after that is over; empty for never. */
  asleepUntil: string;
  told: Map<string, { times: number; at: number; date: string; unsure: boolean }>;
  /** Milliseconds of working time in which it could have been told, by queue. */
  could: Map<string, number>;
}

export const isCritical = (one: Case) => critical.includes(one.finding.code);
/** An hour's grace: nobody is told of a tenant in its first hour, nor of what somebody just saved so. */
export const isQuiet = (one: Case, at: number) =>
  at < one.firstSeen + hour ||
  (['contactMissing', 'fieldMissing'].includes(one.finding.code) && at < Date.parse(one.finding.openedAt) + hour);
export const isAsleep = (one: Case, at: number) =>
  one.finding.snooze !== null && Date.parse(one.finding.snooze.until) > at;

/**
 * `sure`: without what was told on Teams, where the bot may not know that it was. `by`: without what was told after that,
 * in a zone where it was still the day before.
 */
export function concerns(
  reader: Reader,
  one: Case,
  date: string,
  { sure = true, by = Number.POSITIVE_INFINITY }: { sure?: boolean; by?: number } = {},
): boolean {
  const { tenantId, code } = one.finding;
  const told = [...one.told].filter(([queue]) => !sure || queue.startsWith('slack:'));
  const unanswered = told.some(([, last]) => last.times > 3 || (last.times === 3 && last.date < date && last.at <= by));
  return (
    reader.isAdmin ||
    (reader.isFar && isCritical(one)) ||
    (reader.managerOf.includes(tenantId) && unanswered) ||
    (reader.channelOf.includes(tenantId) && (code === 'unconfirmed' || code === 'unproven'))
  );
}

/** A manager is reminded once a week, but for something critical that is new to them. `last` is the date of the last reminder. */
export function isCalm(reader: Reader, all: Iterable<Case>, date: string, last: string | undefined): boolean {
  if (reader.isAdmin || reader.isFar || reader.managerOf.length === 0 || last === undefined) return false;
  const isNews = (one: Case) =>
    isCritical(one) && !one.told.has(reader.queue) && concerns(reader, one, date, { sure: false });
  return date < daysLater(last, 7) && ![...all].some(isNews);
}

export function isDue(reader: Reader, one: Case, date: string): boolean {
  const told = one.told.get(reader.queue);
  return !told || date >= daysLater(told.date, interval[Math.min(told.times, 4) - 1] ?? 14);
}
