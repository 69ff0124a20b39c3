import { alertsFor } from '../alerts-of-month.ts';
import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { card } from '../card.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { aMonth, monthOf, reportOf } from '../domain/report.ts';
import type { Reply } from '../interaction.ts';
import { ChatError, type World } from '../ports.ts';
import { refusal, refusalUnlessManager } from '../rights.ts';
import { tenantById, withTenant } from '../tenants.ts';
import { quoted } from '../text.ts';
import { reportCard } from './report-card.ts';
import { csvOf, jsonOf } from './report-file.ts';

/** `report`, `report Contoso`, `report Contoso 2026-11`. */
export const showReport: CommandHandler = async (asking, rest, world) => {
  const words = rest.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (/^\d{4}-\d+$/.test(last) && !aMonth.test(last)) return noMonth(asking, last);
  const month = aMonth.test(last) ? last : monthOf(world.clock.now());
  const name = aMonth.test(last) ? words.slice(0, -1).join(' ') : rest;
  return withTenant(asking, name, { kind: 'press', id: 'alerts.report' }, world, (tenant) =>
    show(asking, tenant, month, world),
  );
};

function noMonth({ words }: Asking, typed: string): Reply {
  const { noMonthTitle: title, noMonth: say } = words.report;
  return refusal(words, [say(quoted(typed))], { title });
}

/** The value is «tenant, month», or a tenant alone for this month. */
export const pressReport: PressHandler = async (asking, value, world) => {
  if (value === '') return showReport(asking, '', world);
  const [id = '', month = monthOf(world.clock.now())] = value.split(' ');
  const tenant = await tenantById(id, world);
  return tenant && aMonth.test(month)
    ? show(asking, tenant, month, world)
    : refusal(asking.words, [asking.words.tenants.gone]);
};

async function show(asking: Asking, tenant: StoredTenant, month: string, world: World): Promise<Reply> {
  const refused = await refusalUnlessManager(asking, tenant, world);
  if (refused) return refused;
  const report = reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
  const subscribed = await world.store.read((reader) => reader.get('subscriptions', `${tenant.id} ${asking.actor.id}`));
  return { kind: 'card', instead: true, card: reportCard(asking, tenant, report, subscribed !== null) };
}

export const pressCsv = sending('csv');
export const pressJson = sending('json');

/** Sends the month as a file into the private chat. */
function sending(type: 'csv' | 'json'): PressHandler {
  return async (asking, value, world) => {
    const [id = '', month = ''] = value.split(' ');
    const tenant = await tenantById(id, world);
    if (!tenant || !aMonth.test(month)) return refusal(asking.words, [asking.words.tenants.gone]);
    const refused = await refusalUnlessManager(asking, tenant, world);
    return refused ?? send(asking, { tenant, month, type }, world);
  };
}

async function send(
  asking: Asking,
  what: { tenant: StoredTenant; month: string; type: 'csv' | 'json' },
  world: World,
): Promise<Reply> {
  const { report: say } = asking.words;
  const { tenant, month, type } = what;
  const alerts = await alertsFor(tenant.id, month, world);
  const content = type === 'csv' ? csvOf(month, alerts) : jsonOf(month, alerts, tenant, world.clock.now());
  const file = { name: `alerts-${month}.${type}`, type: type === 'csv' ? 'text/csv' : 'application/json', content };
  try {
    const how = (await world.chats[asking.platform]?.upload(asking.actor.id, file, say.file(month))) ?? 'impossible';
    return about(asking, { sent: say.sent, offered: say.offered, impossible: say.impossible(month, type) }[how]);
  } catch (error) {
    if (error instanceof ChatError) return about(asking, say.notSent(error.reason));
    throw error;
  }
}

function about({ words }: Asking, text: string): Reply {
  return { kind: 'card', instead: false, card: card(words.report.fileTitle, text, { text: [text] }) };
}
