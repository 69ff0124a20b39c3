import { type Change, changesBetween, type HistoryEntry, type NewEntry } from '../../domain/history.ts';
import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import type { Organisation, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { contactChannels, enqueueChangeNotice, formerChannelsAfter, fraudChannels } from '../notices/enqueue-notice.ts';
import { lastSetup } from './concurrent-changes.ts';
import { organisationIn } from './setup.ts';
import { type DeclaredTenant, organisationAfter, type TenantInput } from './tenant-input.ts';

const tenantFields = ['id', 'name', 'partnerType', 'anniversaryMonth', 'manager', 'fraudChannels'] as const;
const organisationFields = ['adminChannel', 'expertsChannel'] as const;

/** The result of a save of the set-up form; `queues` have deliveries due now. */
export type RecordedSetup =
  | { kind: 'saved'; tenant: StoredTenant; changes: readonly Change[]; queues: readonly string[] }
  /** Somebody set other values to the same fields after this form was opened; `last` is null where the history has left. */
  | { kind: 'conflict'; last: HistoryEntry | null }
  /** Somebody saved while this was being checked. */
  | { kind: 'overtaken' }
  | { kind: 'idTaken'; field: 'id' }
  | { kind: 'nameTaken'; field: 'name' };

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
  },
  { store, clock }: World,
): Promise<RecordedSetup> {
  const { declared, seen, since, input, clashes } = what;
  return store.change(async (tx): Promise<RecordedSetup> => {
    const at = clock.now();
    const before = await tx.get('tenants', declared.id);
    if (before && (await wasDone(tx, key))) return { kind: 'saved', tenant: before, changes: [], queues: [] };
    if (before && !seen.before) return { kind: 'idTaken', field: 'id' };
    if (differs({ before, organisation: await organisationIn(tx) }, seen)) return { kind: 'overtaken' };
    if (clashes.length > 0)
      return { kind: 'conflict', last: await lastSetup(tx, { tenant: declared.id, since, fields: clashes }) };
    const others = (await tx.list('tenants')).filter(({ id }) => id !== declared.id);
    if (others.some(({ name }) => name === declared.name)) return { kind: 'nameTaken', field: 'name' };
    await markDone(tx, key, at);
    const who = { at, by: actor.id, byName: actor.name };
    const of = await putTenant(tx, { before, declared, who });
    const own = await putOrganisation(tx, { input, tenantId: declared.id, who });
    await nameChannels(tx, what.checked);
    const queues = [...of.queues, ...own.queues];
    return { kind: 'saved', tenant: of.tenant, changes: [...of.changes, ...own.changes], queues };
  });
}

type Seen = Parameters<typeof recordSetup>[1]['seen'];

function differs(now: Seen, seen: Seen): boolean {
  const tenant =
    now.before !== null && changesBetween<DeclaredTenant>(seen.before, now.before, tenantFields).length > 0;
  return tenant || changesBetween<Organisation>(seen.organisation, now.organisation, organisationFields).length > 0;
}

type Who = Pick<NewEntry, 'at' | 'by' | 'byName'>;

/** Puts the tenant as it is declared. Saving it again without a change also sends its alerts to its channels again. */
async function putTenant(
  tx: Tx,
  { before, declared, who }: { before: StoredTenant | null; declared: DeclaredTenant; who: Who },
) {
  const channels = { contact: contactChannels(before), fraud: declared.fraudChannels };
  const formerChannels = formerChannelsAfter(before, channels, who.at);
  const tenant = { ...(before ?? blank), ...declared, formerChannels, rerouting: who.at };
  await tx.put('tenants', tenant);
  const changes = changesBetween<DeclaredTenant>(before, declared, tenantFields);
  if (changes.length === 0) return { tenant, changes, queues: [] };
  const entry = await tx.record({ ...who, deed: 'tenant.setUp', tenantId: tenant.id, changes });
  if (!changes.some(({ field }) => field === 'fraudChannels')) return { tenant, changes, queues: [] };
  const told = [...fraudChannels(before), ...fraudChannels(tenant), ...contactChannels(tenant)];
  const queues = await enqueueChangeNotice(tx, { tenantId: tenant.id, entry, channels: told, by: who.by }, who.at);
  return { tenant, changes, queues };
}

/** The organisation's channels. A change is told to both admin channels, by the name of the tenant of the form. */
async function putOrganisation(
  tx: Tx,
  { input, tenantId, who }: { input: TenantInput; tenantId: string; who: Who & { by: Identity } },
) {
  const before = await organisationIn(tx);
  const after = organisationAfter(input, before, platformOf(who.by));
  const changes = changesBetween<Organisation>(before, after, organisationFields);
  if (changes.length === 0) return { changes, queues: [] };
  await tx.put('organisation', { id: 'organisation', ...after });
  const entry = await tx.record({ ...who, deed: 'organisation.setUp', tenantId: null, changes });
  const told = [before.adminChannel, after.adminChannel];
  return { changes, queues: await enqueueChangeNotice(tx, { tenantId, entry, channels: told, by: who.by }, who.at) };
}

const blank = {
  complianceAttestedAt: null,
  complianceAttestedBy: null,
  contact: null,
  revision: { number: 0, at: null, by: null },
} as const;
