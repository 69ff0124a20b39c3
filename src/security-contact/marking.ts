import { firstTime } from '../act-once.ts';
import type { Deed } from '../domain/history.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { World } from '../ports.ts';
import type { Request } from '../request/request.ts';

export type Marked = 'confirmed' | 'attested' | 'phoneAttested' | 'complianceAttested';

/** A fact that a person vouches for, with who and when: how it is marked, and where its date is. */
export interface Vouched {
  deed: Deed;
  field: string;
  said: Marked;
  dateOf(tenant: StoredTenant): string | null;
  byOf(tenant: StoredTenant): string | null;
  mark(tenant: StoredTenant, at: string, by: string): StoredTenant;
}

export type Marking = { kind: 'gone' } | { kind: Marked | 'repeated' | 'changedMeanwhile'; tenant: StoredTenant };

/** Two presses within this time are one deed of an impatient hand. */
const secondPressMs = 10_000;

function isSecondPress({ dateOf, byOf }: Vouched, tenant: StoredTenant, now: { at: string; by: string }): boolean {
  const last = dateOf(tenant);
  if (last === null || byOf(tenant) !== now.by) return false;
  const changedSince = tenant.revision.at !== null && tenant.revision.at > last;
  return !changedSince && Math.abs(Date.parse(now.at) - Date.parse(last)) < secondPressMs;
}

/** Records that the actor vouches for `fact`. Nothing is recorded for a record that was changed meanwhile or has no contact. */
export async function marking(
  { actor, key }: Request,
  what: { id: string; revision: number | null; fact: Vouched },
  { store, clock }: World,
): Promise<Marking> {
  const { fact } = what;
  return store.change(async (tx): Promise<Marking> => {
    const at = clock.now();
    const tenant = await tx.get('tenants', what.id);
    if (!tenant) return { kind: 'gone' };
    if (!(await firstTime(tx, key, at))) return { kind: 'repeated', tenant };
    if (isSecondPress(fact, tenant, { at, by: actor.id })) return { kind: 'repeated', tenant };
    const after = fact.mark(tenant, at, actor.id);
    const stale = what.revision !== null && what.revision !== tenant.revision.number;
    if (stale || fact.dateOf(after) === null) return { kind: 'changedMeanwhile', tenant };
    await tx.put('tenants', after);
    const changes = [{ field: fact.field, before: fact.dateOf(tenant), after: at }];
    await tx.record({ at, by: actor.id, byName: actor.name, deed: fact.deed, tenantId: tenant.id, changes });
    return { kind: fact.said, tenant: after };
  });
}
