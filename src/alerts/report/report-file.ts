import { type Alert, isClosedByAge } from '../../domain/alert/alert.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import { reportOf } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { cleaned } from '../../domain/text/clean-text.ts';

const columns = [
  'number',
  'source',
  'id',
  'name',
  'severity',
  'status',
  'drill',
  'isTest',
  'detected',
  'received',
  'firstAnswered',
  'acknowledgedBy',
  'resolvedAt',
  'resolvedBy',
  'reason',
  'note',
  'closedByAge',
  'tenant',
  'tenantId',
] as const;
type Line = Record<(typeof columns)[number], string | number>;

/** Tells spreadsheets that it is UTF-8. */
const mark = '\uFEFF';

/** The month's alerts, RFC 4180 after a byte order mark. No cell begins a formula in a spreadsheet. */
export function csvOf(month: string, alerts: readonly Alert[], tenant: StoredTenant): string {
  const lines = ofMonth(month, alerts).map((alert) => lineOf(alert, tenant));
  return `${mark}${[columns.join(','), ...lines.map((line) => columns.map((column) => cell(line[column])).join(','))].join('\r\n')}\r\n`;
}

/** The month's report and its alerts. */
export function jsonOf(month: string, alerts: readonly Alert[], tenant: StoredTenant, now: string): string {
  const report = reportOf(month, alerts, now);
  const of = {
    tenant: { id: tenant.id, name: tenant.name },
    ...report,
    alerts: ofMonth(month, alerts).map((alert) => lineOf(alert, tenant)),
  };
  return `${JSON.stringify(of, null, 2)}\n`;
}

function ofMonth(month: string, alerts: readonly Alert[]): Alert[] {
  const within = alerts.filter((alert) => detectedAt(alert).startsWith(month));
  return within.toSorted((a, b) => a.number - b.number);
}

function lineOf(alert: Alert, tenant: StoredTenant): Line {
  const { content, acknowledged, resolved } = alert;
  return {
    number: alert.number,
    source: alert.source,
    id: alert.id.slice(alert.source.length + 1),
    name: content.displayName,
    severity: content.severity,
    status: alert.status,
    drill: alert.origin === 'drill' ? 'yes' : 'no',
    isTest: content.isTest ? 'yes' : 'no',
    detected: detectedAt(alert),
    received: alert.receivedAt,
    firstAnswered: alert.firstAnsweredAt ?? '',
    acknowledgedBy: acknowledged?.byName ?? '',
    resolvedAt: resolved?.at ?? '',
    resolvedBy: resolved?.byName ?? '',
    reason: resolved?.reason ?? '',
    note: resolved?.note ?? '',
    closedByAge: isClosedByAge(alert) ? 'yes' : 'no',
    tenant: tenant.name,
    tenantId: tenant.id,
  };
}

/**
 * What a spreadsheet would take for a formula, behind any blanks and quotes: at the beginning, and after what separates
 * cells where a comma does not, as in some languages. Full-width signs count too. Source: OWASP, CSV injection.
 */
const blanksBeforeSign = /(?<![\p{C}\s"])[\p{C}\s"]*(?=[=+\-@＝＋－＠])/gu;

/** Quoted, and with an apostrophe before each formula. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = cleaned(value).replace(blanksBeforeSign, (blanks, at: number, whole: string) => {
    const begins = at === 0 || whole[at - 1] === ';' || /[\t\r\n]/.test(blanks);
    return begins ? `${blanks}'` : blanks;
  });
  return `"${harmless.replaceAll('"', '""')}"`;
}
