import type { AnswerCounts, SeverityReport } from '../../domain/alert/report.ts';
import type { Severity } from '../../domain/alert/severity.ts';

const minutes = (count: number) => (count < 1 ? 'less than a minute' : count === 1 ? '1 minute' : `${count} minutes`);

const hours = (count: number) => (count < 1 ? minutes(Math.round(count * 60)) : `${count.toFixed(1)} hours`);
/** A time in hours in as few characters as a heading has room for. */
const shortTime = (count: number) =>
  count < 1 ? `${count * 60 < 1 ? '< 1' : Math.round(count * 60)}\u00A0min` : `${count.toFixed(1)}\u00A0h`;
const named: Record<Severity, string> = {
  high: 'high-severity',
  medium: 'medium-severity',
  low: 'low-severity',
  informational: 'informational',
};

/** What became of a number of alerts: `2 of 3 acknowledged (1 late), 1 overdue`. */
function answersOf(count: number, { inTime, late, overdue, waiting, closedByAge, archived }: AnswerCounts): string {
  return [
    `${inTime + late} of ${count} acknowledged${late === 0 ? '' : ` (${late} late)`}`,
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(waiting > 0 ? [`${waiting} not due yet`] : []),
    ...(closedByAge > 0 ? [`${closedByAge} closed automatically`] : []),
    ...(archived > 0 ? [`${archived} archived`] : []),
  ].join(', ');
}

export const report = {
  title: (month: string) => `Alert report, ${month}`,
  /** The reports of several tenants in one card. */
  together: (tenants: string, month: string) => `These are the alerts for ${tenants} in ${month}.`,
  none: (tenant: string, month: string) => `${tenant} had no security alerts in ${month}.`,
  noAlert: 'No security alerts.',
  /**
   * Microsoft's figure, in hours, beside its limit; null where none binds. `isFinal` says that no alert waits for an answer, so that the
   * figure can only be judged then.
   */
  averageOf: (mean: number, limit: number | null, isFinal: boolean) => {
    const average = `Average ${shortTime(mean)}`;
    if (limit === null) return average;
    if (mean > limit) return `${average} — over the limit of ${limit}\u00A0h`;
    return isFinal ? `${average} — limit ${limit}\u00A0h\u00A0✓` : `${average} so far — limit ${limit}\u00A0h`;
  },
  /** What the average is of; `until` is a month that is over, and null for this one. */
  averagePeriod: (until: string | null) =>
    `From detection to acknowledgement, all severities, ${until === null ? 'last 30 days' : `30 days to the end of ${until}`}.`,
  /** Whose alerts are counted, of which month. */
  counted: (tenant: string, month: string, answered: string) => `${tenant} in ${month}: ${answered}`,
  /** How all alerts of the month were answered. */
  answeredOf: (count: number, answers: AnswerCounts) => `${answersOf(count, answers)}.`,
  /** `first` is a month. */
  unknown: (first: string) => `I have no data from before ${first}.`,
  /** For a month, such as “May 2027”, or a year. */
  ahead: (month: string) => `${month} has not started yet.`,
  noMonthTitle: 'Which month?',
  noMonth: (typed: string) =>
    `There is no month “${typed}”. Please write the year and the month, 01 to 12, for example 2026-11.`,
  needsManager: 'Only the managers of this partner tenant and Global Administrators can see the report.',
  facts: {
    high: 'High severity',
    medium: 'Medium severity',
    low: 'Low severity',
    informational: 'Informational',
    closedByAge: 'Closed automatically',
    held: 'Held for maintenance',
    backlog: 'Older alerts, counted separately',
    drills: 'Drills acknowledged in time',
  },
  /** What matters first: the alerts of the highest severity of which some are open and not acknowledged. */
  open: (severity: Severity, { count, overdue, waiting }: SeverityReport) =>
    count === 1
      ? `The only ${named[severity]} alert is ${overdue > 0 ? 'overdue and not acknowledged' : 'not acknowledged yet'}.`
      : `${overdue + waiting} of ${count} ${named[severity]} alerts ${overdue + waiting === 1 ? 'is' : 'are'} not acknowledged${overdue > 0 ? `, ${overdue} overdue` : ' yet'}.`,
  /** How the alerts of one severity were answered, and how fast: one that nobody answered counts with its age. */
  answered: (answers: SeverityReport): string => {
    const { count, overdue, waiting, average } = answers;
    if (average === null) return answersOf(count, answers);
    return `${answersOf(count, answers)} · average wait${overdue + waiting > 0 ? ' so far' : ''}: ${hours(average.hours)}`;
  },
  hours,
  bySeverity: {
    title: 'Alerts by severity',
    answered: 'Acknowledged',
    open: 'Not acknowledged',
    all: 'Alerts',
  },
  /** The two series of a chart that shows how alerts were answered. */
  answers: {
    inTime: 'Within 24 hours',
    late: 'Late',
    value: (inTime: number, late: number, closedByAge: number): string =>
      inTime + late + closedByAge === 0
        ? 'none'
        : `${inTime} acknowledged within 24 hours, ${late} late${closedByAge === 0 ? '' : `, ${closedByAge} closed automatically`}`,
  },
  of: (some: number, all: number) => `${some} of ${all}`,
  limit: 'Months and days are in UTC. For an alert that nobody has acknowledged yet, the time so far is counted.',
  buttons: { other: 'Another month', csv: 'Send me the CSV', json: 'Send me the JSON' },
  /** The menu of months. */
  month: { label: 'Month', submit: 'Show' },
  file: (tenant: string, month: string) => `These are the alerts for ${tenant} in ${month}, as you asked.`,
  sent: (name: string) => `The file ${name} is in our private chat.`,
  offered: (name: string) =>
    `I am offering you the file ${name} in our private chat. Accept it there, and I will save it in your OneDrive.`,
  impossible: (month: string, type: string) =>
    `I cannot send files in this chat. In a terminal, “npm run --silent report -- --month ${month} --format ${type}” prints the report.`,
  notSent: (reason: string) => `I could not send you the file (${reason}). Please try again in a few minutes.`,
};
