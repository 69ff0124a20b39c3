import { aMonth, monthBefore, monthOf, type Report, reportOf } from '../../domain/alert/report.ts';
import { atLeast, worstFirst } from '../../domain/alert/severity.ts';
import { findTenants } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { answerFacts } from '../../messages/answer-facts.ts';
import { monthName } from '../../messages/dates.ts';
import { portalFigures } from '../../messages/portal-facts.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { outdated, refusal, refusalUnlessManager } from '../../request/authorize.ts';
import { everyTenantByName, tenantById, withTenant } from '../../request/choose-tenant.ts';
import { monthIn } from '../../request/intent/slots.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { alertsFor, firstMonthKnown } from '../../store/alerts-of-month.ts';
import { button, type Card, type Chart, card, type Fact, quoted, type Text, type Tone } from '../../view/view.ts';
import { sentences } from '../cards/alert-state.ts';
import { csvOf, inFileName, jsonOf, reportedOf, sendFile } from './report-file.ts';

/**
 * `report`, `report Contoso`, `report Contoso 2026-11`, `report october`, `report last month`: shows the month's report; this month's where
 * no month is given.
 */
export const showReport: CommandHandler = async (request, rest, world) => {
  const now = monthOf(world.clock.now());
  const { noMonthTitle: title, noMonth, ahead } = request.messages.report;
  const words = rest.trim().split(/\s+/);
  const numbered = words.filter((word) => /^\d{4}-\d+$/.test(word));
  const left = words.filter((word) => !numbered.includes(word)).join(' ');
  const spoken = numbered.length === 0 ? monthIn(left, world.clock.now()) : null;
  const name = spoken?.rest ?? left;
  const [month = spoken?.month ?? now] = numbered;
  if (numbered.length > 1 || !aMonth.test(month) || (await isOtherPeriod(name, world)))
    return refusal(request.messages, [noMonth(quoted(numbered.length > 0 ? numbered.join(' ') : left))], { title });
  if (month > now) return refusal(request.messages, [ahead(monthName(month, request.actor.locale))], { title });
  return withTenant(request, name, { kind: 'press', id: 'alerts.report', evenRetired: true }, world, (tenant) =>
    show(request, tenant, month, world),
  );
};

/** Returns whether a text names another period than a month, and no tenant: `2026`, `last year`. */
async function isOtherPeriod(text: string, world: World): Promise<boolean> {
  const isPeriod = text.split(' ').some((word) => /^(\d{4}|month|year|mois|ann[ée]e)$/i.test(word));
  return isPeriod && findTenants(await everyTenantByName(world), text).length === 0;
}

/** Shows a report in place of the card that was pressed. The button's value is «tenant, month», or a tenant alone for this month. */
export const pressReport: PressHandler = async (request, value, world) => {
  if (value === '') return showReport(request, '', world);
  return withMonth(request, value, world, (tenant, month) => show(request, tenant, month, world));
};

type UseMonth = (tenant: StoredTenant, month: string) => Promise<Reply>;

/** Calls `use` with the tenant and the month of a button's value; the month is this one where none is given. */
async function withMonth(request: Request, value: string, world: World, use: UseMonth): Promise<Reply> {
  const [id = '', month = monthOf(world.clock.now())] = value.split(' ');
  const tenant = await tenantById(id, world);
  return tenant && aMonth.test(month) ? use(tenant, month) : outdated(request.messages, request.messages.tenants.gone);
}

async function show(request: Request, tenant: StoredTenant, month: string, world: World): Promise<Reply> {
  return { kind: 'card', instead: true, card: await reportOn(request, tenant, month, world) };
}

async function reportOn(request: Request, tenant: StoredTenant, month: string, world: World): Promise<Card> {
  const report = reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
  const { report: say, reminders } = request.messages;
  const name = monthName(month, request.actor.locale);
  const first = await firstMonthKnown(world);
  const firstName = monthName(first, request.actor.locale);
  const unknown = month < first ? [say.unknown(firstName)] : [];
  if (unknown.length > 0 && report.count + report.drills === 0)
    return card(say.title(name), unknown.join(), {
      text: unknown,
      buttons: [button('press', 'alerts.report', firstName, `${tenant.id} ${first}`)],
    });
  // Microsoft says what its average is now, which belongs to no month before.
  const isNow = month === monthOf(world.clock.now());
  const portal = isNow ? await world.store.read((reader) => reader.get('portal', tenant.id)) : null;
  const subscription = `${tenant.id} ${request.actor.id}`;
  const subscribed = await world.store.read((reader) => reader.get('subscriptions', subscription));
  const about = `${tenant.id} ${month}`;
  const open = stillOpen(request, report);
  const summary = say.summary(tenant.name, name, report.count);
  return card(say.title(name), sentences(open?.text ?? '', summary), {
    ...(open ? { tone: open.tone } : {}),
    text: [...(open ? [[{ kind: 'strong', text: open.text } as const]] : []), summary, ...unknown],
    facts: facts(request, report, portalFigures(request.messages, portal, world.clock.now())),
    charts: report.count === 0 ? [] : [bySeverity(request, report)],
    buttons: [
      button('press', 'alerts.report', say.buttons.before, `${tenant.id} ${monthBefore(month)}`),
      button('press', 'alerts.csv', say.buttons.csv, about),
      button('press', 'alerts.json', say.buttons.json, about),
      subscribed
        ? button('press', 'reminders.weekly', reminders.weekly.unsubscribe, `${tenant.id} off`)
        : button('press', 'reminders.weekly', reminders.weekly.subscribe, `${tenant.id} on`),
    ],
    footer: say.limit,
  });
}

/**
 * Returns the handler that sends the month's alerts as a CSV file, or its report and alerts as JSON, into the asker's private chat. The
 * button's value is «tenant, month». The file is the one message; the report stays, and says that it was sent.
 */
export function sendingReport(type: 'csv' | 'json'): PressHandler {
  return (request, value, world) =>
    withMonth(request, value, world, async (tenant, month) => {
      const { report: say } = request.messages;
      const reported = await reportedOf(tenant, month, world);
      // Two tenants of one name differ in the beginning of their ids.
      const parts = ['alerts', inFileName(tenant.name), tenant.id.slice(0, 8), month];
      const name = `${parts.filter(Boolean).join('-')}.${type}`;
      const file =
        type === 'csv'
          ? { name, type: 'text/csv', content: csvOf(reported) }
          : { name, type: 'application/json', content: jsonOf(reported, world.clock.now()) };
      const about = { comment: say.file(tenant.name, month), otherwise: say.impossible(month, type) };
      const said = await sendFile(request, { ...file, ...about }, world);
      const shown = await reportOn(request, tenant, month, world);
      return { kind: 'card', instead: true, card: { ...shown, text: [said, ...shown.text] }, brief: said };
    });
}

/** Returns what matters first: the alerts of the highest severity of which some are open and not acknowledged; null for none. */
function stillOpen({ messages }: Request, { severities: reports }: Report): { text: string; tone: Tone } | null {
  const worst = worstFirst.find((severity) => reports[severity].overdue + reports[severity].waiting > 0);
  if (worst === undefined) return null;
  const urgent = worst === 'high' && reports.high.overdue > 0 ? 'danger' : 'warning';
  return { text: messages.report.open(worst, reports[worst]), tone: atLeast(worst, 'medium') ? urgent : 'neutral' };
}

/** Returns the chart of the severities that had alerts. */
function bySeverity({ messages }: Request, { severities: reports }: Report): Chart {
  const { title, answered, open } = messages.report.bySeverity;
  const shown = worstFirst
    .filter((severity) => reports[severity].count > 0)
    .map((severity) => ({ severity, of: reports[severity] }));
  return {
    kind: 'bars',
    title,
    categories: shown.map(({ severity }) => ({ label: messages.alerts.severities[severity] })),
    series: [
      { name: answered, values: shown.map(({ of }) => of.inTime + of.late), tone: 'neutral' },
      { name: open, values: shown.map(({ of }) => of.count - of.inTime - of.late), tone: 'danger' },
    ],
  };
}

/** Returns the figures, the high alerts first, with those of Microsoft beside ours. What is zero is left out. */
function facts({ messages }: Request, report: Report, microsofts: readonly Fact[]): Fact[] {
  const { facts: label, average, of } = messages.report;
  const { all, high } = report.average30Days;
  return [
    ...answerFacts(messages, report),
    ...(high && all && high.of < all.of ? [{ label: label.averageHigh, value: average(high) }] : []),
    ...(all ? [{ label: label.average, value: average(all) }] : []),
    ...microsofts,
    ...(report.closedByAge === 0 ? [] : [{ label: label.closedByAge, value: String(report.closedByAge) }]),
    ...(report.held === 0 ? [] : [{ label: label.held, value: String(report.held) }]),
    ...(report.backlog === 0 ? [] : [{ label: label.backlog, value: String(report.backlog) }]),
    ...(report.drills === 0 ? [] : [{ label: label.drills, value: of(report.drillsAnswered, report.drills) }]),
  ];
}

/**
 * Answers how many alerts a tenant had in this month (UTC) and, if the bot knows it, in the one before, and how fast they were answered.
 * Null for anybody but its manager and Global Administrators.
 */
export const reportFact = {
  of: 'tenant',
  button: 'alerts.report',
  fact: async (request: Request, tenant: StoredTenant, world: World): Promise<Text | null> => {
    if (await refusalUnlessManager(request, tenant, world)) return null;
    const month = monthOf(world.clock.now());
    const before = monthBefore(month);
    const months = before < (await firstMonthKnown(world)) ? [month] : [month, before];
    const said = await Promise.all(months.map((one) => monthFact(request, tenant, one, world)));
    return request.messages.record.report.whole(tenant.name, said, before);
  },
} satisfies RecordFact;

async function monthFact({ actor, messages }: Request, tenant: StoredTenant, month: string, world: World) {
  const report = reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
  const answers = answerFacts(messages, report).map(({ label, value }) => ({ severity: label, answered: value }));
  return messages.record.report.month(monthName(month, actor.locale), report.count, answers);
}

/**
 * Resolves with the time at which a drill of any tenant last began: ISO 8601 in UTC. Null when none is stored: older versions did not
 * store the time.
 */
export async function lastDrillAt(reader: Reader): Promise<string | null> {
  const tenants = await reader.list('tenants');
  const times = tenants.flatMap(({ drilledAt }) => drilledAt ?? []).toSorted();
  return times.at(-1) ?? null;
}
