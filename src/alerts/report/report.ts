import { aMonth, monthBefore, monthOf, type Report } from '../../domain/alert/report.ts';
import { worstFirst } from '../../domain/alert/severity.ts';
import { findTenants } from '../../domain/tenant/find-tenant.ts';
import { activeAmong, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { answerFacts } from '../../messages/answer-facts.ts';
import { monthName } from '../../messages/dates.ts';
import { portalFigures } from '../../messages/portal-facts.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { outdated, refusal, refusalUnlessManager } from '../../request/authorize.ts';
import { everyTenantByName, tenantById, withTenant } from '../../request/choose-tenant.ts';
import { mayBeName, monthIn } from '../../request/intent/slots.ts';
import type { CommandHandler, PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { firstMonthKnown } from '../../store/alerts-of-month.ts';
import {
  type Button,
  button,
  type Card,
  type Chart,
  card,
  type Fact,
  lines,
  quoted,
  type Text,
} from '../../view/view.ts';
import { sentences } from '../cards/alert-state.ts';
import { allTenants, monthButtons, pressMonth } from './months.ts';
import { csvOf, inFileName, jsonOf, reportedOf, sendFile } from './report-file.ts';
import { monthReport, reportHead } from './report-head.ts';
import { reportsTogether } from './reports-together.ts';

const ofReport = { kind: 'press', id: 'alerts.report', evenRetired: true } as const;

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
  const monthOfAll = (one: string) =>
    button('press', 'alerts.report', monthName(one, request.actor.locale), `${allTenants} ${one}`);
  const refused = (why: string) =>
    refusal(request.messages, [why], { title, buttons: [now, monthBefore(now)].map(monthOfAll) });
  const [year = ''] = spoken === null ? (/\b20\d\d\b/.exec(left) ?? []) : [];
  if (year > now.slice(0, 4)) return refused(ahead(year));
  if (numbered.length > 1 || !aMonth.test(month) || (await isOtherPeriod(name, world)))
    return refused(noMonth(quoted(numbered.length > 0 ? numbered.join(' ') : left)));
  if (month > now) return refused(ahead(monthName(month, request.actor.locale)));
  const together = name === '' ? await reportsTogether(request, month, world) : null;
  if (together) return together;
  const choose = { ...ofReport, valueFor: ({ id }: { id: string }) => `${id} ${month}` };
  return withTenant(request, name, choose, world, (tenant) => show(request, tenant, month, world));
};

/** Returns whether a text names no month and no tenant: `2026`, `last year`; where there is but one tenant, also `13/2026` and `tomorrow`. */
async function isOtherPeriod(text: string, world: World): Promise<boolean> {
  const all = await everyTenantByName(world);
  const isPeriod = text.split(' ').some((word) => /^(\d{4}|month|year|mois|ann[ée]e)$/i.test(word));
  const isUnknown = activeAmong(all).length === 1 && (mayBeName(text) || /\d/.test(text));
  return (isPeriod || isUnknown) && findTenants(all, text).length === 0;
}

/**
 * Shows a report in place of the card that was pressed. The button's value is «tenant, month», or a tenant alone for this month; `all` in
 * place of the tenant means all of them.
 */
export const pressReport: PressHandler = async (request, value, world) => {
  const [id = '', month = ''] = value.split(' ');
  if (id === '' || id === allTenants) {
    const reply = await showReport(request, month, world);
    return reply.kind === 'card' ? { ...reply, instead: id !== '' } : reply;
  }
  return withMonth(request, value, world, (tenant, month) => show(request, tenant, month, world));
};

/** Shows the report of the month that was chosen in the menu. The form's state is the value of the button that opened it. */
export const saveMonth: SubmitHandler = async (request, { state, values }, world) => {
  const { month } = values;
  if (typeof month !== 'string' || !aMonth.test(month)) return pressMonth(request, state, world);
  return pressReport(request, `${state.split(' ')[0] ?? ''} ${month}`, world);
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
  const report = await monthReport(tenant, month, world);
  const { report: say } = request.messages;
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
  const { average, open, answered, tone } = reportHead(request.messages, tenant, report);
  const counted = answered === null ? say.none(tenant.name, name) : say.counted(tenant.name, name, answered);
  return card(say.title(name), sentences(average ?? '', open ?? '', counted), {
    tone,
    text: [
      ...(average === null
        ? []
        : [lines([[{ kind: 'strong', text: average }], say.averagePeriod(isNow ? null : name)])]),
      ...(open === null ? [] : [open]),
      counted,
      ...unknown,
    ],
    facts: facts(request, report, portalFigures(request.messages, portal, world.clock.now())),
    charts: report.count < fewestCharted ? [] : [bySeverity(request, report)],
    buttons: [
      ...monthButtons(request, tenant.id, month, first, world),
      button('press', 'alerts.csv', say.buttons.csv, `${tenant.id} ${month}`),
      button('press', 'alerts.json', say.buttons.json, `${tenant.id} ${month}`),
      await weeklyButton(request, tenant, world),
    ],
    footer: say.limit,
  });
}

async function weeklyButton({ actor, messages }: Request, { id }: StoredTenant, { store }: World): Promise<Button> {
  const { subscribe, unsubscribe } = messages.reminders.weekly;
  const has = await store.read((reader) => reader.get('subscriptions', `${id} ${actor.id}`));
  return has
    ? button('press', 'reminders.weekly', unsubscribe, `${id} off`)
    : button('press', 'reminders.weekly', subscribe, `${id} on`);
}

/**
 * Returns the handler that sends the month's alerts as a CSV file, or its report and alerts as JSON, into the asker's private chat. The
 * button's value is «tenant, month». The answer says that it was sent, and nothing that is on the report.
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
      return { kind: 'card', instead: false, card: card('', said, { text: [said] }) };
    });
}

/** Of fewer alerts the facts say enough. */
const fewestCharted = 10;

/** Returns the chart of the severities that had alerts. It tells open from answered ones where time is up: what still has time is no news. */
function bySeverity({ messages }: Request, { severities: reports }: Report): Chart {
  const { title, answered, open, all } = messages.report.bySeverity;
  const shown = worstFirst.filter((severity) => reports[severity].count > 0);
  const counts = shown.map((severity) => reports[severity]);
  const haveTime = counts.every(({ count, inTime, late, waiting }) => count === inTime + late + waiting);
  return {
    kind: 'bars',
    title,
    inFacts: true,
    categories: shown.map((severity) => ({ label: messages.alerts.severities[severity] })),
    series: haveTime
      ? [{ name: all, values: counts.map(({ count }) => count), tone: 'neutral' }]
      : [
          { name: answered, values: counts.map(({ inTime, late }) => inTime + late), tone: 'neutral' },
          { name: open, values: counts.map(({ count, inTime, late }) => count - inTime - late), tone: 'danger' },
        ],
  };
}

/** Returns how each severity was answered, the high alerts first, then what Microsoft says and what is counted apart. */
function facts({ messages }: Request, report: Report, microsofts: readonly Fact[]): Fact[] {
  const { facts: label, of } = messages.report;
  return [
    ...answerFacts(messages, report),
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
    return request.messages.record.report.whole(tenant.name, said);
  },
} satisfies RecordFact;

async function monthFact({ actor, messages }: Request, tenant: StoredTenant, month: string, world: World) {
  const report = await monthReport(tenant, month, world);
  const answers = answerFacts(messages, report).map(({ label, value }) => ({ severity: label, answered: value }));
  return messages.record.report.month(monthName(month, actor.locale), answers);
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
