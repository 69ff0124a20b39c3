import { aMonth, monthOf, reportOf } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessManager } from '../../request/authorize.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { alertsFor } from '../../store/alerts-of-month.ts';
import { quoted } from '../../view/text.ts';
import type { Card } from '../../view/view.ts';
import { reportCard } from './report-card.ts';
import { csvOf, jsonOf } from './report-file.ts';
import { inFileName, sendFile } from './send-file.ts';

/** `report`, `report Contoso`, `report Contoso 2026-11`. */
export const showReport: CommandHandler = async (request, rest, world) => {
  const words = rest.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (/^\d{4}-\d+$/.test(last) && !aMonth.test(last)) return noMonth(request, last);
  const month = aMonth.test(last) ? last : monthOf(world.clock.now());
  const name = aMonth.test(last) ? words.slice(0, -1).join(' ') : rest;
  return withTenant(request, name, { kind: 'press', id: 'alerts.report' }, world, (tenant) =>
    show(request, tenant, month, world),
  );
};

function noMonth({ words }: Request, typed: string): Reply {
  const { noMonthTitle: title, noMonth: say } = words.report;
  return refusal(words, [say(quoted(typed))], { title });
}

/** The value is «tenant, month», or a tenant alone for this month. */
export const pressReport: PressHandler = async (request, value, world) => {
  if (value === '') return showReport(request, '', world);
  const [id = '', month = monthOf(world.clock.now())] = value.split(' ');
  const tenant = await tenantById(id, world);
  return tenant && aMonth.test(month)
    ? show(request, tenant, month, world)
    : refusal(request.words, [request.words.tenants.gone]);
};

async function show(request: Request, tenant: StoredTenant, month: string, world: World): Promise<Reply> {
  const refused = await refusalUnlessManager(request, tenant, world);
  return refused ?? { kind: 'card', instead: true, card: await reportOn(request, tenant, month, world) };
}

async function reportOn(request: Request, tenant: StoredTenant, month: string, world: World): Promise<Card> {
  const report = reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
  const subscribed = await world.store.read((reader) =>
    reader.get('subscriptions', `${tenant.id} ${request.actor.id}`),
  );
  return reportCard(request, tenant, report, subscribed !== null);
}

export const pressCsv = sending('csv');
export const pressJson = sending('json');

/** Sends the month as a file into the private chat. */
function sending(type: 'csv' | 'json'): PressHandler {
  return async (request, value, world) => {
    const [id = '', month = ''] = value.split(' ');
    const tenant = await tenantById(id, world);
    if (!tenant || !aMonth.test(month)) return refusal(request.words, [request.words.tenants.gone]);
    const refused = await refusalUnlessManager(request, tenant, world);
    return refused ?? send(request, { tenant, month, type }, world);
  };
}

/** The file is the one message; the report stays, and says that it was sent. */
async function send(
  request: Request,
  what: { tenant: StoredTenant; month: string; type: 'csv' | 'json' },
  world: World,
): Promise<Reply> {
  const { report: say } = request.words;
  const { tenant, month, type } = what;
  const alerts = await alertsFor(tenant.id, month, world);
  const content = type === 'csv' ? csvOf(month, alerts, tenant) : jsonOf(month, alerts, tenant, world.clock.now());
  const file = {
    name: reportName(tenant, month, type),
    type: type === 'csv' ? 'text/csv' : 'application/json',
    content,
  };
  const about = { comment: say.file(tenant.name, month), otherwise: say.impossible(month, type) };
  const said = await sendFile(request, file, about, world);
  const shown = await reportOn(request, tenant, month, world);
  return { kind: 'card', instead: true, card: { ...shown, text: [said, ...shown.text] }, brief: said };
}

/** Two tenants of one name differ in the beginning of their ids. */
function reportName({ id, name }: StoredTenant, month: string, type: string): string {
  return `${['alerts', inFileName(name), id.slice(0, 8), month].filter(Boolean).join('-')}.${type}`;
}
