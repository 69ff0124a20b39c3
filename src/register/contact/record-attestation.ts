import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';

/** The facts that people attest: the action's name in the history, and where the date and the person are recorded. */
const attestations = {
  confirmed: { deed: 'contact.confirmed', of: 'contact', at: 'confirmedAt', by: 'confirmedBy' },
  attested: { deed: 'contact.attested', of: 'contact', at: 'attestedAt', by: 'attestedBy' },
  phoneAttested: { deed: 'contact.phoneAttested', of: 'contact', at: 'phone24x7At', by: 'phone24x7By' },
  complianceAttested: {
    deed: 'tenant.complianceAttested',
    of: 'tenant',
    at: 'complianceAttestedAt',
    by: 'complianceAttestedBy',
  },
} as const;
/** The facts that a person can vouch for. */
export type Attestation = keyof typeof attestations;

/** The result of an attestation, with the tenant as it is now: recorded, recorded before, or not recorded because the contact changed meanwhile. */
export type Attested = { kind: 'gone' } | { kind: Attestation | 'repeated' | 'changedMeanwhile'; tenant: StoredTenant };

/** A second press within this time counts as the same press. */
const secondPressMs = 10_000;

/**
 * Records that the actor vouches for something. Nothing is recorded when the tenant has another revision than the card that was
 * pressed (null for any), or no contact to vouch for.
 */
export async function recordAttestation(
  { actor, key }: Request,
  what: { id: string; revision: number | null; attestation: Attestation },
  { store, clock }: World,
): Promise<Attested> {
  const fact = attestations[what.attestation];
  return store.change(async (tx): Promise<Attested> => {
    const at = clock.now();
    const tenant = await tx.get('tenants', what.id);
    if (!tenant) return { kind: 'gone' };
    const last = lastOf(fact, tenant);
    if (!(await firstTime(tx, key, at)) || isSecondPress(last, tenant, { at, by: actor.id }))
      return { kind: 'repeated', tenant };
    const stale = what.revision !== null && what.revision !== tenant.revision.number;
    if (stale || (fact.of === 'contact' && !tenant.contact)) return { kind: 'changedMeanwhile', tenant };
    const marks = { [fact.at]: at, [fact.by]: actor.id };
    const after =
      fact.of === 'tenant'
        ? { ...tenant, ...marks }
        : { ...tenant, contact: tenant.contact && { ...tenant.contact, ...marks } };
    await tx.put('tenants', after);
    const changes = [{ field: fact.at, before: last.at, after: at }];
    await tx.record({ at, by: actor.id, byName: actor.name, deed: fact.deed, tenantId: tenant.id, changes });
    return { kind: what.attestation, tenant: after };
  });
}

interface Last {
  at: string | null;
  by: string | null;
}

function lastOf(fact: (typeof attestations)[Attestation], tenant: StoredTenant): Last {
  if (fact.of === 'tenant') return { at: tenant[fact.at], by: tenant[fact.by] };
  return { at: tenant.contact?.[fact.at] ?? null, by: tenant.contact?.[fact.by] ?? null };
}

function isSecondPress(last: Last, { revision }: StoredTenant, now: { at: string; by: string }): boolean {
  if (last.at === null || last.by !== now.by) return false;
  const changedSince = revision.at !== null && revision.at > last.at;
  return !changedSince && Math.abs(Date.parse(now.at) - Date.parse(last.at)) < secondPressMs;
}
