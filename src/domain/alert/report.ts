import dayjs from 'dayjs';
import { type Alert, isClosedByAge, type Severity } from './alert.ts';
import { detectedAt } from './deadlines.ts';

/** How the alerts of one month were answered. Drills do not count among them. Hours are from detection to the first status change. */
export interface Report {
  /** `2026-11`. */
  month: string;
  count: number;
  bySeverity: Readonly<Record<Severity, number>>;
  answered: number;
  /** Neither answered nor closed by age. */
  unanswered: number;
  /** Closed since there was nothing new, whether or not somebody had acknowledged it. */
  closedByAge: number;
  /** Null when nothing was answered. */
  medianHours: number | null;
  /** Microsoft's measure: the average over the 30 days before the month's end, or before now; null when nothing was answered in them. */
  average30DaysHours: number | null;
  /** 0 to 1, of those that were answered or are late; null when there is none. */
  shareWithin24Hours: number | null;
  /** Without those that still have time. */
  drills: number;
  drillsAnswered: number;
}

/** The share and the averages over `alerts`, which may hold more than the month. `now` ends a month that is still going on. */
export function reportOf(month: string, alerts: readonly Alert[], now: string): Report {
  const real = alerts.filter(({ origin, content }) => origin !== 'drill' && !content.isTest);
  const within = real.filter((alert) => monthOf(detectedAt(alert)) === month);
  const drills = alerts.filter(({ origin, receivedAt }) => origin === 'drill' && receivedAt.slice(0, 7) === month);
  const hours = within.flatMap(answeredAfterHours);
  const late = within.filter((alert) => alert.firstAnsweredAt === null && hoursBetween(detectedAt(alert), now) > 24);
  const judged = hours.length + late.length;
  return {
    month,
    count: within.length,
    bySeverity: countBySeverity(within),
    answered: hours.length,
    unanswered: within.filter((alert) => alert.firstAnsweredAt === null && !isClosedByAge(alert)).length,
    closedByAge: within.filter(isClosedByAge).length,
    medianHours: median(hours),
    average30DaysHours: mean(last30Days(real, month, now).flatMap(answeredAfterHours)),
    shareWithin24Hours: judged === 0 ? null : hours.filter((value) => value <= 24).length / judged,
    drills: drills.filter(
      ({ firstAnsweredAt, receivedAt }) => firstAnsweredAt !== null || hoursBetween(receivedAt, now) > 24,
    ).length,
    drillsAnswered: drills.filter(isPassed).length,
  };
}

/** How the alerts of a stretch of time were answered, for the weekly digest. Drills do not count among them. */
export interface Stretch {
  count: number;
  /** Null when nothing was answered. */
  medianHours: number | null;
  drills: number;
  drillsAnswered: number;
}

/** Of what came in from `from` until before `to`. */
export function stretchOf(alerts: readonly Alert[], from: string, to: string): Stretch {
  const within = alerts.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to);
  const drills = within.filter(({ origin }) => origin === 'drill');
  const real = within.filter(({ origin, content }) => origin !== 'drill' && !content.isTest);
  return {
    count: real.length,
    medianHours: median(real.flatMap(answeredAfterHours)),
    drills: drills.length,
    drillsAnswered: drills.filter(isPassed).length,
  };
}

/** An answer after it was missed comes too late to count. */
function isPassed({ firstAnsweredAt, story }: Alert): boolean {
  return firstAnsweredAt !== null && !story.some(({ what }) => what === 'missed');
}

/** A month as people and programs write it. */
export const aMonth = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month of an instant, `2026-11`. */
export function monthOf(at: string): string {
  return at.slice(0, 7);
}

/** Returns the month before a month, `2026-10`. */
export function monthBefore(month: string): string {
  return dayjs(`${month}-15T00:00:00Z`).subtract(1, 'month').toISOString().slice(0, 7);
}

function monthAfter(month: string): string {
  return dayjs(`${month}-15T00:00:00Z`).add(1, 'month').toISOString().slice(0, 7);
}

function countBySeverity(alerts: readonly Alert[]): Record<Severity, number> {
  const counts = { high: 0, medium: 0, low: 0, informational: 0 };
  for (const { content } of alerts) counts[content.severity]++;
  return counts;
}

function last30Days(alerts: readonly Alert[], month: string, now: string): readonly Alert[] {
  const monthEnd = `${monthAfter(month)}-01T00:00:00.000Z`;
  const end = monthEnd < now ? monthEnd : now;
  const start = dayjs(end)
    .subtract(30 * 24, 'hour')
    .toISOString();
  return alerts.filter(({ firstAnsweredAt: at }) => at !== null && at >= start && at <= end);
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

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
