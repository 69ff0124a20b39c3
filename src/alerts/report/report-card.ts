import { severities } from '../../domain/alert/alert.ts';
import { monthBefore, type Report } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { monthName } from '../../messages/dates.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Bar, Card, Fact } from '../../view/view.ts';

export function reportCard(request: Request, tenant: StoredTenant, report: Report, subscribed: boolean): Card {
  const { words } = request;
  const { report: say } = words;
  const { weekly } = words.reminders;
  const about = `${tenant.id} ${report.month}`;
  const month = monthName(report.month, request.actor.locale);
  const summary = say.summary(tenant.name, month, report.count);
  return card(say.title(month), summary, {
    text: [summary],
    facts: facts(request, report),
    bars: report.count === 0 ? [] : bars(request, report),
    buttons: [
      button('press', 'alerts.report', say.buttons.before, `${tenant.id} ${monthBefore(report.month)}`),
      button('press', 'alerts.csv', say.buttons.csv, about),
      button('press', 'alerts.json', say.buttons.json, about),
      subscribed
        ? button('press', 'reminders.weekly', weekly.unsubscribe, `${tenant.id} off`)
        : button('press', 'reminders.weekly', weekly.subscribe, `${tenant.id} on`),
    ],
    footer: say.limit,
  });
}

function bars({ words }: Request, { bySeverity }: Report): Bar[] {
  return severities
    .toReversed()
    .map((severity) => ({ label: words.alerts.severities[severity], value: bySeverity[severity] }));
}

function facts({ words }: Request, report: Report): Fact[] {
  const { facts: label, hours, none, noDrill, of, ofJudged } = words.report;
  const time = (value: number | null) => (value === null ? none : hours(value));
  const share = report.shareWithin24Hours;
  const ofAlerts = [
    { label: label.answered, value: String(report.answered) },
    { label: label.unanswered, value: String(report.unanswered) },
    { label: label.closedByAge, value: String(report.closedByAge) },
    { label: label.median, value: time(report.medianHours) },
    { label: label.average, value: time(report.average30DaysHours) },
    { label: label.share, value: share === null ? none : ofJudged(Math.round(share * 100)) },
  ];
  return [
    ...(report.count === 0 ? [] : ofAlerts),
    { label: label.drills, value: report.drills === 0 ? noDrill : of(report.drillsAnswered, report.drills) },
  ];
}
