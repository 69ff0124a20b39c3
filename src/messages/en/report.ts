const minutes = (count: number) => (count < 1 ? 'less than a minute' : count === 1 ? '1 minute' : `${count} minutes`);

export const report = {
  title: (month: string) => `Alert report, ${month}`,
  summary: (tenant: string, month: string, count: number) =>
    `${tenant} had ${count === 0 ? 'no security alerts' : count === 1 ? '1 security alert' : `${count} security alerts`} in ${month}.`,
  /** `first` is a month. */
  unknown: (first: string) => `I know alerts from ${first} on: older ones are deleted, or came before I was here.`,
  /** For a month, such as “May 2027”. */
  ahead: (month: string) => `${month} has not begun.`,
  noMonthTitle: 'Which month?',
  noMonth: (typed: string) =>
    `There is no month “${typed}”. Please write the year and the month, 01 to 12, for example 2026-11.`,
  needsManager: 'Only the managers named for this partner tenant, and Global Administrators, may see the report.',
  facts: {
    answered: 'Acknowledged or resolved',
    unanswered: 'Never acknowledged',
    closedByAge: 'Closed by age',
    median: 'Median time until acknowledged',
    average: 'Average over 30 days',
    share: 'Acknowledged within 24 hours',
    drills: 'Drills acknowledged in time',
  },
  bySeverity: { fact: 'Severity', title: 'Alerts by severity', series: 'Alerts' },
  /** The two series of a chart that shows how alerts were answered. */
  answers: {
    inTime: 'Within 24 hours',
    late: 'Late',
    value: (inTime: number, late: number, closedByAge: number): string =>
      inTime + late + closedByAge === 0
        ? 'none'
        : `${inTime} acknowledged within 24 hours, ${late} late${closedByAge === 0 ? '' : `, ${closedByAge} closed by age`}`,
  },
  hours: (hours: number) => (hours < 1 ? minutes(Math.round(hours * 60)) : `${hours.toFixed(1)} hours`),
  none: 'nothing to measure yet',
  noDrill: 'none ended this month',
  ofJudged: (percent: number) => `${percent} % of those acknowledged or overdue`,
  of: (some: number, all: number) => `${some} of ${all}`,
  limit:
    'Time runs from detection until somebody acknowledges or resolves the alert. Microsoft requires 24 hours or less as a 30-day average, except for indirect resellers, and advises one hour. The month is in UTC.',
  buttons: { before: 'Month before', csv: 'Send me the CSV', json: 'Send me the JSON' },
  file: (tenant: string, month: string) => `The alerts of ${tenant} in ${month}, as you asked.`,
  sent: (name: string) => `The file ${name} is in our private chat.`,
  offered: (name: string) =>
    `I offer you the file ${name} in our private chat. Accept it there, and it is put into your OneDrive.`,
  impossible: (month: string, type: string) =>
    `This chat knows no files. In a terminal, “npm run --silent report -- --month ${month} --format ${type}” prints it.`,
  notSent: (reason: string) => `I could not send you the file (${reason}). Please try again in a while.`,
};
