import dayjs from 'dayjs';
import { type Alert, isClosedByAge, isReal } from './alert.ts';
import { isBacklog } from './backlog.ts';
import { detectedAt, mandatoryHours } from './deadlines.ts';
import { atLeast, countsOf, type Severity, worstFirst } from './severity.ts';
import { isUntimed } from './untimed.ts';

/**
 * The figures that say how the alerts of a period were answered. Drills, tests and backlogs do not count among them. Hours are from
 * detection to the first status change.
 */
export type PeriodReport = ReturnType<typeof periodReportOf>;

/** How the alerts of one severity were answered. */
export type SeverityReport = ReturnType<typeof severityReport>;

/** An average time to an answer, as `averageAt` says. */
export type Average = NonNullable<ReturnType<typeof averageAt>>;

/** The figures that say how the alerts of a month were answered. */
export type Report = ReturnType<typeof reportOf>;

/** Returns whether the alert counts in a report. */
function counts(alert: Alert): boolean {
  return isReal(alert) && !isUntimed(alert);
}

/** Returns the report of a month. `alerts` may hold more than the month; `now`, ISO 8601, ends a month that is not over. */
export function reportOf(month: string, alerts: readonly Alert[], now: string) {
  const real = alerts.filter(counts);
  const backlog = alerts.filter((alert) => isReal(alert) && isBacklog(alert) && monthOf(detectedAt(alert)) === month);
  const inMonth = real.filter((alert) => monthOf(detectedAt(alert)) === month);
  const drills = alerts.filter(({ origin, receivedAt }) => origin === 'drill' && monthOf(receivedAt) === month);
  const hours = inMonth.flatMap(answeredAfterHours);
  const { inTime, late, overdue, archived } = answerCounts(inMonth, now);
  const judged = inTime + late + overdue + archived;
  const average30Days = averagesOver30Days(real, month, now);
  return {
    month,
    count: inMonth.length,
    bySeverity: countsOf(inMonth),
    answered: hours.length,
    /** The number of those that were neither answered nor closed by age. */
    unanswered: inMonth.filter((alert) => alert.firstAnsweredAt === null && !isClosedByAge(alert)).length,
    /** The number of those that were closed by age, even if somebody had acknowledged them. */
    closedByAge: inMonth.filter(isClosedByAge).length,
    /** The number of those that a maintenance window held at first. */
    held: inMonth.filter(({ held }) => held !== undefined).length,
    /** The number of those that are backlog of their sources, which count in no other figure. */
    backlog: backlog.length,
    /** The median time of those that were answered; null when nothing was. */
    medianHours: median(hours),
    /** How they were answered, by severity: one press that acknowledges many lesser alerts must not hide the high ones. */
    severities: bySeverity((severity) => severityReport(ofSeverity(inMonth, severity), now)),
    /** Microsoft's measure: the average over the 30 days before the month's end, or before now; null when there was nothing in them. */
    average30DaysHours: average30Days.all?.hours ?? null,
    /** The same with the number of alerts that it is of, for all severities together and for each. */
    average30Days,
    /**
     * The share of answers in time, 0 to 1, among the alerts that were answered, are late, or went to the archive unanswered; without
     * those that were closed by age before anybody did; null when there is none.
     */
    shareWithin24Hours: judged === 0 ? null : inTime / judged,
    /** The number of drills, without those that still have time. */
    drills: drills.filter((drill) => drill.firstAnsweredAt !== null || isMissed(drill, drill.receivedAt, now)).length,
    drillsAnswered: drills.filter(isPassed).length,
  };
}

/** Returns the report of what came in from `from` until before `to`, for the weekly digest. */
export function periodReportOf(alerts: readonly Alert[], { from, to, now }: Record<'from' | 'to' | 'now', string>) {
  const received = alerts.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to);
  const drills = received.filter(({ origin }) => origin === 'drill');
  const real = received.filter(counts);
  return {
    count: real.length,
    answers: answerCounts(real, now),
    average: averageAt(real, now),
    severities: bySeverity((severity) => severityReport(ofSeverity(real, severity), now)),
    drills: drills.length,
    drillsAnswered: drills.filter(isPassed).length,
  };
}

/** How many alerts were answered, and how: see `answerCounts`. */
export type AnswerCounts = ReturnType<typeof answerCounts>;

/**
 * Counts alerts by whether they were answered within Microsoft's 24 hours, each in one number; drills, tests and backlogs do not count.
 * `now` is ISO 8601.
 */
export function answerCounts(alerts: readonly Alert[], now: string) {
  const real = alerts.filter(counts);
  const hours = real.flatMap(answeredAfterHours);
  const inTime = hours.filter((value) => value <= mandatoryHours).length;
  const unanswered = real.filter(({ firstAnsweredAt }) => firstAnsweredAt === null);
  const open = unanswered.filter(({ resolved }) => resolved === null);
  // Open ones that nobody answered: although their time is over (`overdue`), and those that still have time (`waiting`).
  const overdue = open.filter((one) => isMissed(one, detectedAt(one), now)).length;
  const closedByAge = unanswered.filter(isClosedByAge).length;
  const archived = unanswered.filter(isArchivedUnanswered).length;
  return { inTime, late: hours.length - inTime, overdue, waiting: open.length - overdue, closedByAge, archived };
}

function severityReport(alerts: readonly Alert[], now: string) {
  return { count: alerts.length, ...answerCounts(alerts, now), average: averageAt(alerts, now) };
}

/** Returns the highest severity of which alerts wait for an answer, if it is high or medium; undefined for none. */
export function worstOpen(reports: PeriodReport['severities']): Severity | undefined {
  return worstFirst.find((one) => atLeast(one, 'medium') && reports[one].overdue + reports[one].waiting > 0);
}

function ofSeverity(alerts: readonly Alert[], severity: Severity): readonly Alert[] {
  return alerts.filter(({ content }) => content.severity === severity);
}

function bySeverity<T>(reportFor: (severity: Severity) => T): Record<Severity, T> {
  return {
    high: reportFor('high'),
    medium: reportFor('medium'),
    low: reportFor('low'),
    informational: reportFor('informational'),
  };
}

function isMissed({ firstAnsweredAt }: Alert, from: string, now: string): boolean {
  return firstAnsweredAt === null && hoursBetween(from, now) > mandatoryHours;
}

/** Returns whether a drill was answered in time: an answer after it was missed comes too late to count. */
function isPassed({ firstAnsweredAt, timeline }: Alert): boolean {
  return firstAnsweredAt !== null && !timeline.some(({ what }) => what === 'missed');
}

/** Matches a month as people and programs write it, `2026-11`. */
export const aMonth = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Returns the month of an instant, `2026-11`. */
export function monthOf(at: string): string {
  return at.slice(0, 7);
}

/** Returns the month before a month, `2026-10`. */
export function monthBefore(month: string): string {
  return monthOf(dayjs(`${month}-15T00:00:00Z`).subtract(1, 'month').toISOString());
}

/** Returns `count` months in order, of which this is the last. */
export function monthsUntil(last: string, count: number): string[] {
  const months = [last];
  while (months.length < count) months.unshift(monthBefore(months[0] ?? last));
  return months;
}

/** Returns the average of what was answered, or closed by age, in these 30 days, and of what was open and unanswered at their end. */
function averagesOver30Days(alerts: readonly Alert[], month: string, now: string) {
  const nextMonth = monthOf(dayjs(`${month}-15T00:00:00Z`).add(1, 'month').toISOString());
  const monthEnd = `${nextMonth}-01T00:00:00.000Z`;
  const end = monthEnd < now ? monthEnd : now;
  const start = dayjs(end)
    .subtract(30 * 24, 'hour')
    .toISOString();
  const within = alerts.filter((alert) => detectedAt(alert) <= end && (waitEnd(alert) ?? end) >= start);
  return { all: averageAt(within, end), ...bySeverity((severity) => averageAt(ofSeverity(within, severity), end)) };
}

/** Returns when an alert ceased to wait for an answer: somebody answered it, or it closed by age. Null while it waits. */
function waitEnd({ firstAnsweredAt, resolved }: Alert): string | null {
  return firstAnsweredAt ?? resolved?.at ?? null;
}

/** Returns whether an admin sent the alert to the archive before anybody answered it. */
function isArchivedUnanswered(alert: Alert): boolean {
  return alert.firstAnsweredAt === null && alert.resolved !== null && !isClosedByAge(alert);
}

/**
 * Returns the average time to an answer as it is at that time, in hours, of how many alerts it is the average, and of how many that were
 * open and unanswered; null for no alert. An alert that nobody answered counts with its age: the age at `at`, or the one at which it
 * closed. What went to the archive unanswered has no such time.
 */
function averageAt(all: readonly Alert[], at: string) {
  const alerts = all.filter((alert) => !isArchivedUnanswered(alert));
  if (alerts.length === 0) return null;
  const ends = alerts.map((alert) => ({ from: detectedAt(alert), to: waitEnd(alert) }));
  const isOpen = ({ to }: { to: string | null }) => to === null || to > at;
  const hours = ends.map((one) => Math.max(0, hoursBetween(one.from, one.to === null || isOpen(one) ? at : one.to)));
  const sum = hours.reduce((total, one) => total + one, 0);
  return { hours: sum / hours.length, of: hours.length, open: ends.filter(isOpen).length };
}

function answeredAfterHours(alert: Alert): number[] {
  const { firstAnsweredAt } = alert;
  return firstAnsweredAt === null ? [] : [Math.max(0, hoursBetween(detectedAt(alert), firstAnsweredAt))];
}

function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
