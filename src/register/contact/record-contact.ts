import { type Change, changesBetween } from '../../domain/history.ts';
import { contactKeys, lostAttestations } from '../../domain/tenant/contact-fields.ts';
import type { Contact, DeclaredContact, StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/request.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import type { Inline } from '../../view/view.ts';
import { doer } from '../history/names-in-history.ts';
import { contactChannels, enqueueChangeNotice, formerChannelsAfter } from '../notices/enqueue-notice.ts';
import { lastSave } from '../setup/concurrent-changes.ts';

/** The result of a save of the contact; `queues` have deliveries due now. */
export type Recorded =
  | { kind: 'gone' }
  | { kind: 'saved' | 'unchanged'; tenant: StoredTenant; changes: readonly Change[]; queues: readonly string[] }
  /** Somebody saved after this form was opened, and set other values to the same fields: who. */
  | { kind: 'conflict'; tenant: StoredTenant; by: Inline; fields: readonly string[] }
  /** Somebody saved while this was being checked. */
  | { kind: 'overtaken' };

/** Records what was declared in one change: the contact, the history, the notices of the change. Nothing is recorded where another save came between. */
export async function recordContact(
  request: Request,
  what: {
    tenant: string;
    /** Of the record that was checked against, and of the one that the form was opened with. */
    revision: number;
    opened: number;
    clashes: readonly string[];
    declared: DeclaredContact;
    checked: readonly Checked[];
  },
  { store, clock }: World,
): Promise<Recorded> {
  return store.change(async (tx): Promise<Recorded> => {
    const at = clock.now();
    const before = await tx.get('tenants', what.tenant);
    if (!before) return { kind: 'gone' };
    if (await wasDone(tx, request.key)) return { kind: 'saved', tenant: before, changes: [], queues: [] };
    const changes = changesBetween<DeclaredContact>(before.contact, what.declared, contactKeys);
    if (before.revision.number !== what.revision) return { kind: 'overtaken' };
    if (what.clashes.length > 0) {
      const saves = Math.max(1, before.revision.number - what.opened);
      const last = await lastSave(tx, { tenant: before.id, saves, fields: what.clashes });
      const fields = contactKeys.filter((field) => what.clashes.includes(field));
      return { kind: 'conflict', tenant: before, by: last ? doer(last, request.words) : '', fields };
    }
    await markDone(tx, request.key, at);
    if (changes.length === 0) return { kind: 'unchanged', tenant: before, changes, queues: [] };
    const revision = { number: before.revision.number + 1, at, by: request.actor.id };
    const channels = { contact: what.declared.channels, fraud: before.fraudChannels };
    const formerChannels = formerChannelsAfter(before, channels, at);
    const contact = after(before.contact, what.declared, changes);
    const tenant = { ...before, contact, revision, formerChannels, rerouting: at };
    await tx.put('tenants', tenant);
    await nameChannels(tx, what.checked);
    const { id: by, name: byName } = request.actor;
    const entry = await tx.record({ at, by, byName, deed: 'contact.updated', tenantId: tenant.id, changes });
    const told = { tenantId: tenant.id, entry, channels: [...contactChannels(before), ...contactChannels(tenant)], by };
    return { kind: 'saved', tenant, changes, queues: await enqueueChangeNotice(tx, told, at) };
  });
}

/** Removes the attestations of values that changed. The last confirmation stays: its date says that it is older than the change. */
function after(before: Contact | null, declared: DeclaredContact, changes: readonly Change[]): Contact {
  const changed = changes.map(({ field }) => field);
  return {
    ...declared,
    phone24x7At: before?.phone24x7At ?? null,
    phone24x7By: before?.phone24x7By ?? null,
    confirmedAt: before?.confirmedAt ?? null,
    confirmedBy: before?.confirmedBy ?? null,
    attestedAt: before?.attestedAt ?? null,
    attestedBy: before?.attestedBy ?? null,
    ...lostAttestations(changed),
  };
}
