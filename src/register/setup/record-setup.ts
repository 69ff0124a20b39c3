import { type Change, changesBetween, type HistoryEntry, recordable } from '../../domain/history.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import type { Organisation, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { activeAmong, isRetired, tenantOfUnnamed } from '../../domain/tenant/retired.ts';
import { tenantKeys } from '../../domain/tenant/tenant-fields.ts';
import { lookAlike } from '../../domain/text/look-alike.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { lastSetup } from '../history/concurrent-changes.ts';
import { enqueueChangeNotice } from '../notices/enqueue-notice.ts';
import { organisationChanges, organisationIn, recordOrganisation, recordTenant } from '../record-changes.ts';
import { type DeclaredTenant, organisationAfter, type TenantInput } from './tenant-input.ts';

/** Tells how a save of the set-up form ended. */
export type SetupSaveResult =
  | { kind: 'saved'; tenant: StoredTenant; changes: readonly Change[] }
  /** Somebody set other values to the same fields after this form was opened; `last` is null when the history does not say who. */
  | { kind: 'conflict'; last: HistoryEntry | null }
  /** Somebody saved while this was being checked. */
  | { kind: 'overtaken' }
  | { kind: 'idTaken' | 'retired'; field: 'id' }
  | { kind: 'nameTaken'; field: 'name' }
  /** It would be the second tenant, and there are senders that name none: nobody has allowed that yet. */
  | { kind: 'unnamed' };

/** Records the tenant and the organisation's channels in one change. */
export async function recordSetup(
  { actor, key }: Request,
  what: {
    /** The record that was checked against; null for a new tenant. */
    seen: { before: StoredTenant | null; organisation: Organisation };
    declared: DeclaredTenant;
    input: TenantInput;
    since: number;
    clashes: readonly string[];
    checked: readonly Checked[];
    /** True where some senders name no tenant, and nobody has allowed that. */
    asksUnnamed: boolean;
  },
  { store, clock }: World,
): Promise<SetupSaveResult> {
  const { declared, seen, since, input, clashes } = what;
  return store.change(async (tx): Promise<SetupSaveResult> => {
    const at = clock.now();
    const before = await tx.get('tenants', declared.id);
    if (before && (await wasDone(tx, key))) return { kind: 'saved', tenant: before, changes: [] };
    if (before && isRetired(before)) return { kind: 'retired', field: 'id' };
    if (before && !seen.before) return { kind: 'idTaken', field: 'id' };
    const organisation = await organisationIn(tx);
    if (differs({ before, organisation }, seen)) return { kind: 'overtaken' };
    if (clashes.length > 0)
      return { kind: 'conflict', last: await lastSetup(tx, { tenant: declared.id, since, fields: clashes }) };
    const others = (await tx.list('tenants')).filter(({ id }) => id !== declared.id);
    const isNew = before?.name !== declared.name;
    if (isNew && activeAmong(others).some(({ name }) => lookAlike(name) === lookAlike(declared.name)))
      return { kind: 'nameTaken', field: 'name' };
    if (!before && what.asksUnnamed && activeAmong(others).length === 1) return { kind: 'unnamed' };
    await markDone(tx, key, { at, by: actor.id });
    await nameChannels(tx, what.checked);
    const who = { at, by: actor.id, byName: actor.name };
    const changes = changesBetween<DeclaredTenant>(before, declared, tenantKeys).map(recordable);
    const entry = { ...who, deed: 'tenant.setUp', tenantId: declared.id, changes } as const;
    const after = { ...(before ?? blank), ...declared };
    const tenant = await recordTenant(tx, before, after, entry, tenantOfUnnamed(others, at));
    const moved = await recordOrganisation(tx, organisationAfter(input, organisation, platformOf(actor.id)), {
      ...who,
      deed: 'organisation.setUp',
    });
    if (!moved) return { kind: 'saved', tenant, changes };
    // Every tenant has the organisation's channels on its form: the notice names the tenant of this one.
    await enqueueChangeNotice(tx, { ...moved.notice, tenantId: tenant.id, manager: tenant.manager }, at);
    return { kind: 'saved', tenant, changes: [...changes, ...moved.changes] };
  });
}

type Seen = Parameters<typeof recordSetup>[1]['seen'];

function differs(now: Seen, seen: Seen): boolean {
  const tenant = now.before ? changesBetween<DeclaredTenant>(seen.before, now.before, tenantKeys) : [];
  return [...tenant, ...organisationChanges(seen.organisation, now.organisation)].length > 0;
}

const blank = { complianceAttestedAt: null, complianceAttestedBy: null, contact: null } as const;
