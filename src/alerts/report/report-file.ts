import { type Alert, isClosedByAge, isMissedDrill, senderIdOf } from '../../domain/alert/alert.ts';
import { isBacklog } from '../../domain/alert/backlog.ts';
import { customerName, customerOf } from '../../domain/alert/customer.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { reportOf } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { cleaned } from '../../domain/text/clean-text.ts';
import { fold } from '../../domain/text/words.ts';
import { ChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { type AlertStores, archivedFor } from '../../store/alerts-of-month.ts';
import { type AlertReminder, remindersOfAll } from './reminded.ts';

/** The columns of the file, in order. JSON has the same keys for each alert. */
const columns: Readonly<Record<string, (alert: Alert, tenant: StoredTenant) => string | number>> = {
  number: ({ number }) => number,
  source: ({ source }) => source,
  id: senderIdOf,
  name: ({ content }) => content.displayName,
  severity: ({ content }) => content.severity,
  status: ({ status }) => status,
  drill: ({ origin }) => yesNo(origin === 'drill'),
  isTest: ({ content }) => yesNo(content.isTest),
  type: ({ content }) => content.alertType ?? '',
  customer: customerOf,
  customerName: (alert, tenant) => customerName(alert, tenant) ?? '',
  subscription: ({ content }) => content.subscriptionId ?? '',
  detected: detectedAt,
  received: ({ receivedAt }) => receivedAt,
  firstAnswered: ({ firstAnsweredAt }) => firstAnsweredAt ?? '',
  acknowledgedBy: ({ acknowledged }) => acknowledged?.byName ?? '',
  resolvedAt: ({ resolved }) => resolved?.at ?? '',
  resolvedBy: ({ resolved }) => resolved?.byName ?? '',
  reason: ({ resolved }) => resolved?.reason ?? '',
  note: ({ resolved }) => resolved?.note ?? '',
  onCall: ({ onCall = [] }) => onCall.map(({ name }) => name).join(', '),
  backlog: (alert) => yesNo(isBacklog(alert)),
  closedByAge: (alert) => yesNo(isClosedByAge(alert) && !isMissedDrill(alert)),
  tenant: (_alert, tenant) => tenant.name,
  tenantId: (_alert, tenant) => tenant.id,
};

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}

/** The byte order mark, by which spreadsheets see that the file is UTF-8. */
const byteOrderMark = '\uFEFF';

/**
 * What a file says: the alerts of a month (YYYY-MM) of a tenant, who was reminded of them, and what people noted, by the alert's id.
 * `alerts` may hold more than the month.
 */
export type Reported = Awaited<ReturnType<typeof reportedOf>>;

/** Reads what a file of that month says. */
export async function reportedOf(tenant: StoredTenant, month: string, stores: AlertStores) {
  const rows = await archivedFor(tenant.id, month, stores);
  const reminders = await remindersOfAll(rows, stores);
  const notes = new Map(rows.map((row) => [row.alert.id, row.notes]));
  const alerts: readonly Alert[] = rows.map(({ alert }) => alert);
  return { month, tenant, alerts, reminders, notes };
}

/** The columns that are no field of an alert: they stand before the last three, so that the tenant stays at the end. */
const names = Object.keys(columns).toSpliced(-3, 0, 'reminded', 'notes');

/** Returns the alerts of a month as CSV after a byte order mark. No cell begins a formula. Source: RFC 4180. */
export function csvOf({ month, alerts, tenant, reminders, notes }: Reported): string {
  const lines = ofMonth(month, alerts).map((alert) => {
    const more: Readonly<Record<string, string>> = {
      reminded: (reminders.get(alert.id) ?? []).map(reminderText).join('; '),
      notes: (notes.get(alert.id) ?? []).map(({ at, byName, text }) => `${at} ${byName}: ${text}`).join('\n'),
    };
    return names.map((name) => cell(columns[name]?.(alert, tenant) ?? more[name] ?? ''));
  });
  return `${byteOrderMark}${[names, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')}`;
}

/** Returns a reminder as `2026-11-24T09:00:00.000Z soc, security (Ana, Bo)`: when, where, and whom it mentioned. */
function reminderText({ at, to, mentioned }: AlertReminder): string {
  return [at, to.join(', '), ...(mentioned.length > 0 ? [`(${mentioned.join(', ')})`] : [])].filter(Boolean).join(' ');
}

/** Returns the report of a month and its alerts as JSON. `now` is the time up to which it counts: ISO 8601, UTC. */
export function jsonOf({ month, alerts, tenant, reminders, notes }: Reported, now: string): string {
  const entries = (alert: Alert) => {
    const noted = (notes.get(alert.id) ?? []).map(({ at, byName, text }) => ({ at, by: byName, text }));
    const more: Readonly<Record<string, object>> = { reminded: reminders.get(alert.id) ?? [], notes: noted };
    return names.map((name) => [name, columns[name]?.(alert, tenant) ?? more[name]]);
  };
  const file = {
    tenant: { id: tenant.id, name: tenant.name },
    ...reportOf(month, alerts, now),
    alerts: ofMonth(month, alerts).map((alert) => Object.fromEntries(entries(alert))),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function ofMonth(month: string, alerts: readonly Alert[]): Alert[] {
  const within = alerts.filter((alert) => detectedAt(alert).startsWith(month));
  return within.toSorted((a, b) => a.number - b.number);
}

/**
 * Matches the blanks and quotes before a sign with which a spreadsheet begins a formula. Full-width signs count too. Source:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const blanksBeforeSign = /(?<![\p{C}\s"])[\p{C}\s"]*(?=[=+\-@＝＋－＠])/gu;

/**
 * Returns a cell: a text is quoted, and has an apostrophe before each formula. A formula also begins behind a semicolon, which
 * separates cells in some languages, and in a new line.
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = cleaned(value).replace(blanksBeforeSign, (blanks, at: number, whole: string) => {
    const begins = at === 0 || whole[at - 1] === ';' || /[\t\r\n]/.test(blanks);
    return begins ? `${blanks}'` : blanks;
  });
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A file for a person: `comment` goes with it; `otherwise` is the answer where their chat knows no files, and says how else to get it. */
interface SentFile {
  name: string;
  type: string;
  content: string;
  comment: string;
  otherwise: string;
}

/** Sends a file into the asker's private chat. Resolves with a sentence about it. */
export async function sendFile({ actor, platform, messages: { report } }: Request, sent: SentFile, world: World) {
  const { comment, otherwise, ...file } = sent;
  try {
    const how = (await world.chats[platform]?.upload(actor.id, file, comment)) ?? 'impossible';
    return { sent: report.sent(file.name), offered: report.offered(file.name), impossible: otherwise }[how];
  } catch (error) {
    if (error instanceof ChatError) return report.notSent(error.reason);
    throw error;
  }
}

/** Returns a name as a part of a file's name: small letters, digits and hyphens. It is empty when the name has none of them. */
export function inFileName(name: string): string {
  return fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
