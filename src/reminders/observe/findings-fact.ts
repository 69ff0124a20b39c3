import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingsToShow } from '../../findings/current.ts';
import { countToFix, titlesToFix } from '../../findings/rows.ts';
import type { World } from '../../ports/world.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import type { Request } from '../../request/request.ts';
import type { Text } from '../../view/view.ts';

/** The most things to fix that the sentence names: the worst ones. */
const maxTitles = 2;

/** Says what is to be fixed about a tenant, by what is stored and what the last probe found: nobody outside is asked. */
export const findingsFact = {
  of: 'tenant',
  button: 'reminders.check',
  fact: async ({ words }: Request, tenant: StoredTenant, world: World): Promise<Text> => {
    const findings = await world.store.read((reader) => findingsToShow(reader, tenant, world));
    const { open, off } = countToFix({ tenant, findings });
    const { none, some } = words.record.findings;
    if (open === 0) return none(tenant.name, off);
    const titles = titlesToFix(words, { tenant, findings }).slice(0, maxTitles);
    return some(tenant.name, titles, { count: open, off });
  },
} satisfies RecordFact;
