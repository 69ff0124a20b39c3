/** How a tenant stands: how much there is to fix, and the worst of it in a few words. */
import { byWeight, type FindingToShow, groupsOf, missingOf } from '../domain/finding/finding.ts';
import { snoozeAt } from '../domain/finding/reminder-intervals.ts';
import { isGroup } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import type { World } from '../ports/world.ts';

interface FindingsOf {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** Returns the findings that nobody snoozed. The `example` snoozes of local mode's demo tenant only mute reminders, so these count. */
export function openOf<F extends Pick<FindingToShow, 'snooze'>>(findings: readonly F[]): F[] {
  return findings.filter(({ snooze }) => snooze === null || snooze.example === true);
}

/** Counts the kinds of things that are to be fixed now, and of those that are put off. */
export function countToFix({ tenant, findings }: FindingsOf): { open: number; off: number } {
  const open = openOf(findings);
  const off = findings.filter((finding) => !open.includes(finding));
  return { open: groupsOf(open).length + missingOf(tenant, findings).length, off: groupsOf(off).length };
}

/** Returns the state of a tenant in a line: «Contoso: no alert channel, 2 more to fix». */
export function tenantStateLine({ findings: say }: Messages, { tenant, findings }: FindingsOf): string {
  const { open, off } = countToFix({ tenant, findings });
  const [first] = openOf(findings);
  const worst = first ? briefOf(first) : missingOf(tenant, findings)[0];
  return say.stands(tenant.name, (worst && say.brief[worst]) ?? null, Math.max(0, open - 1), off);
}

/** Returns the key of a finding's short words. */
export function briefOf({ code, subject }: Pick<FindingToShow, 'code' | 'subject'>): string {
  if (code === 'someoneLeft' && isGroup(subject)) return 'groupGone';
  return code === 'fieldMissing' || code === 'singlePoint' ? `${code}.${subject}` : code;
}

/** Returns the state of each of these tenants in a line, by id, from the findings that are stored. */
export async function storedStates(messages: Messages, tenants: readonly StoredTenant[], { store, clock }: World) {
  const now = clock.now();
  const lines = await store.read((reader) =>
    Promise.all(
      tenants.map(async (tenant) => {
        const open = await reader.scan('findings.open', { key: tenant.id, after: null });
        const findings = open.map((finding) => ({ ...finding, snooze: snoozeAt(finding, now) })).toSorted(byWeight);
        return [tenant.id, tenantStateLine(messages, { tenant, findings })] as const;
      }),
    ),
  );
  return new Map(lines);
}
