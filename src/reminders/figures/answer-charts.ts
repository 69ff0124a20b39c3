/** Charts of how many alerts came and how many of them were answered in time, each with the fact that says its sums. */
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { type AnswerCounts, answerCounts, monthBefore, monthOf, monthsUntil } from '../../domain/alert/report.ts';
import { shortMonthName } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import type { ViewerLocale } from '../../request/viewer-locale.ts';
import { alertsOfMonths, firstMonthKnown } from '../../store/alerts-of-month.ts';
import type { Chart } from '../../view/view.ts';

/** Microsoft looks back on a year at the anniversary. */
const monthsShown = 12;

/** The alerts of a tenant by month, in the whole months before now that the bot knows: twelve at most. */
type AlertYear = Awaited<ReturnType<typeof alertYearOf>>;

/**
 * Returns a tenant's answer counts per month, for the chart of the last `monthsShown` months. Not cached, since an alert may still be
 * answered late: each call reads the archive of these months, about 1 s for 50,000 alerts.
 */
export async function alertYearOf(tenantId: string, world: World) {
  const now = world.clock.now();
  const known = await firstMonthKnown(world);
  // In order, `2026-11`; none in the first month of the bot.
  const months = monthsUntil(monthBefore(monthOf(now)), monthsShown).filter((month) => month >= known);
  const byMonth = Map.groupBy(await alertsOfMonths([tenantId], months, world), (alert) => monthOf(detectedAt(alert)));
  return { months, counts: months.map((month) => answerCounts(byMonth.get(month) ?? [], now)) };
}

/** Returns the figures of a year; without a chart when there was no alert, and nothing without a month. */
export function yearFigures(viewer: ViewerLocale, { months, counts }: AlertYear) {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return { facts: [], charts: [] };
  const { chart, label } = viewer.messages.reminders.year;
  const name = (month: string) => shortMonthName(month, viewer.locale);
  const range = [name(first), name(last)] as const;
  const categories = months.map((month) => ({ label: name(month), short: String(Number(month.slice(5))) }));
  return figures(viewer, label(...range), { kind: 'line', title: chart(...range), categories }, counts);
}

function figures(viewer: ViewerLocale, label: string, chart: Omit<Chart, 'series'>, counts: readonly AnswerCounts[]) {
  const { inTime: soon, late, value } = viewer.messages.report.answers;
  const valuesOf = (of: keyof AnswerCounts) => counts.map((one) => one[of]);
  const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
  const [inTime, notSoon] = [valuesOf('inTime'), counts.map(notInTime)];
  const series: Chart['series'] = [
    { name: soon, values: inTime, tone: 'neutral' },
    { name: late, values: notSoon, tone: 'danger' },
  ];
  return {
    facts: [{ label, value: value(sum(inTime), sum(notSoon), sum(valuesOf('closedByAge'))) }],
    charts: sum([...inTime, ...notSoon]) === 0 ? [] : [{ ...chart, series }],
  };
}

/** Returns how many were not answered in time, and never will be: what an admin sent to the archive unanswered counts too. */
function notInTime({ late, overdue, archived }: AnswerCounts): number {
  return late + overdue + archived;
}
