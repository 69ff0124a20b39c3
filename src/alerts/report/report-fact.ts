import { monthBefore, monthOf, reportOf } from '../../domain/alert/report.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { answerFacts } from '../../messages/answer-facts.ts';
import { monthName } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessManager } from '../../request/authorize.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import type { Request } from '../../request/request.ts';
import { alertsFor, firstMonthKnown } from '../../store/alerts-of-month.ts';
import type { Text } from '../../view/view.ts';

/** Says how many alerts a tenant had in this month and, where the bot knows it, in the one before (in UTC), and how fast they were answered. Null for anybody but its manager and Global Administrators. */
export const reportFact = {
  of: 'tenant',
  button: 'alerts.report',
  fact: async (request: Request, tenant: StoredTenant, world: World): Promise<Text | null> => {
    if (await refusalUnlessManager(request, tenant, world)) return null;
    const month = monthOf(world.clock.now());
    const before = monthBefore(month);
    const months = before < (await firstMonthKnown(world)) ? [month] : [month, before];
    const said = await Promise.all(months.map((one) => monthFact(request, tenant, one, world)));
    return request.words.record.report.whole(tenant.name, said, before);
  },
} satisfies RecordFact;

async function monthFact({ actor, words }: Request, tenant: StoredTenant, month: string, world: World) {
  const report = reportOf(month, await alertsFor(tenant.id, month, world), world.clock.now());
  const answers = answerFacts(words, report).map(({ label, value }) => ({ severity: label, answered: value }));
  return words.record.report.month(monthName(month, actor.locale), report.count, answers);
}
