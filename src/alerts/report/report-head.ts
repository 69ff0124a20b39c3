import { isBound, mandatoryHours } from '../../domain/alert/deadlines.ts';
import { type AnswerCounts, type Report, reportOf, worstOpen } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { alertsFor } from '../../store/alerts-of-month.ts';
import type { Tone } from '../../view/view.ts';

/** Returns the report of a tenant's month as it is now. */
export async function monthReport(tenant: Pick<StoredTenant, 'id'>, month: string, world: World): Promise<Report> {
  return reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
}

/**
 * Returns what a report says first: the average that Microsoft asks for beside its limit, the open alerts of high or medium severity,
 * and how many alerts were answered. Each is null where there is nothing to say.
 */
export function reportHead(messages: Messages, tenant: StoredTenant, report: Report) {
  const { averageOf, answeredOf, open } = messages.report;
  const { severities: reports, average30Days } = report;
  const { all } = average30Days;
  const limit = isBound(tenant.partnerType) ? mandatoryHours : null;
  const total = totalOf(report);
  const worst = worstOpen(reports);
  return {
    average: all && averageOf(all.hours, limit, total.overdue + total.waiting === 0),
    open: worst === undefined ? null : open(worst, reports[worst]),
    answered: report.count === 0 ? null : answeredOf(report.count, total),
    tone: toneOf(report, limit),
  };
}

/** Returns the tone: high alerts that are overdue, then medium ones or the limit; good where nothing is left to answer, within the limit. */
function toneOf({ severities: reports, average30Days }: Report, limit: number | null): Tone {
  const hours = average30Days.all?.hours;
  if (reports.high.overdue > 0) return 'danger';
  if ((limit !== null && hours !== undefined && hours > limit) || reports.medium.overdue > 0) return 'warning';
  const hasOpen = reports.high.waiting + reports.medium.waiting > 0;
  return hours === undefined || limit === null || hasOpen ? 'neutral' : 'good';
}

/** Returns how the alerts of all severities were answered. */
function totalOf({ severities }: Report): AnswerCounts {
  const total = { inTime: 0, late: 0, overdue: 0, waiting: 0, closedByAge: 0, archived: 0 };
  for (const one of Object.values(severities)) {
    total.inTime += one.inTime;
    total.late += one.late;
    total.overdue += one.overdue;
    total.waiting += one.waiting;
    total.closedByAge += one.closedByAge;
    total.archived += one.archived;
  }
  return total;
}
