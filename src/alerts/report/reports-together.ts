import { monthOf } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { monthName } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessManager } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { firstMonthKnown } from '../../store/alerts-of-month.ts';
import { button, card, lines, type Row, type Tone } from '../../view/view.ts';
import { allTenants, monthButtons } from './months.ts';
import { monthReport, reportHead } from './report-head.ts';

/** The most tenants whose reports fit one card: each has a button, and there are six in all. */
const maxTogether = 4;

/**
 * Returns the reports of all tenants whose reports the asker may see, in one card; null where that is one tenant, or more than fit, or
 * where the bot does not know the month.
 */
export async function reportsTogether(request: Request, month: string, world: World): Promise<Reply | null> {
  const first = await firstMonthKnown(world);
  const tenants = await tenantsByName(world);
  if (month < first || tenants.length > maxTogether) return null;
  const shown: StoredTenant[] = [];
  for (const tenant of tenants) if ((await refusalUnlessManager(request, tenant, world)) === null) shown.push(tenant);
  if (shown.length < 2) return null;
  const reports = await Promise.all(shown.map((tenant) => rowOf(request, tenant, month, world)));
  const { report: say, reminders } = request.messages;
  const name = monthName(month, request.actor.locale);
  const summary = say.together(reminders.several(shown.length), name);
  return {
    kind: 'card',
    instead: true,
    card: card(say.title(name), summary, {
      tone: worstOf(reports.map(({ tone }) => tone)),
      text: [summary],
      rows: reports.map(({ row }) => row),
      buttons: monthButtons(request, allTenants, month, first, world),
      footer: lines([say.averagePeriod(month === monthOf(world.clock.now()) ? null : name), say.limit]),
    }),
  };
}

async function rowOf(request: Request, tenant: StoredTenant, month: string, world: World) {
  const report = await monthReport(tenant, month, world);
  const { report: say, tenants } = request.messages;
  const { average, open, answered, tone } = reportHead(request.messages, tenant, report);
  const row: Row = {
    title: tenant.name,
    detail: lines([average, open, answered ?? say.noAlert].filter((text) => text !== null)),
    button: button('press', 'alerts.report', tenants.report, `${tenant.id} ${month}`),
  };
  return { row, tone };
}

function worstOf(tones: readonly Tone[]): Tone {
  const order: readonly Tone[] = ['danger', 'warning', 'neutral'];
  return order.find((tone) => tones.includes(tone)) ?? 'good';
}
