import { type Change, changeForHistory, changesBetween, type HistoryEntry } from '../../domain/history.ts';
import { contactKeys, lostAttestations } from '../../domain/tenant/contact-fields.ts';
import { type DeclaredContact, isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { lastSave } from '../history/concurrent-changes.ts';
import { recordTenant } from '../record-changes.ts';

/** The outcome of saving the contact. `gone`: the tenant is retired, or no longer exists. */
export type ContactSaveResult =
  | { kind: 'gone' }
  | { kind: 'saved' | 'unchanged'; tenant: StoredTenant; changes: readonly Change[] }
  /** Somebody set other values to the same fields after this form was opened; `last` is null when the history does not say who. */
  | { kind: 'conflict'; tenant: StoredTenant; last: HistoryEntry | null }
  /** Somebody saved while this was being checked. */
  | { kind: 'overtaken' };

/**
 * Records a declared contact with its entry in the history and its notices, in one change. Records nothing when another save came between.
 */
export async function recordContact(
  { actor, key }: Request,
  what: {
    tenant: string;
    /** Optimistic lock: `revision` of the record when the form was validated, `opened` when it was opened. */
    revision: number;
    opened: number;
    clashes: readonly string[];
    declared: DeclaredContact;
    checked: readonly Checked[];
  },
  { store, clock }: World,
): Promise<ContactSaveResult> {
  return store.change(async (tx): Promise<ContactSaveResult> => {
    const at = clock.now();
    const before = await tx.get('tenants', what.tenant);
    if (!before || isRetired(before)) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'saved', tenant: before, changes: [] };
    const changes = changesBetween<DeclaredContact>(before.contact, what.declared, contactKeys).map(changeForHistory);
    if (before.revision.number !== what.revision) return { kind: 'overtaken' };
    if (what.clashes.length > 0) {
      const saves = Math.max(1, before.revision.number - what.opened);
      const last = await lastSave(tx, { tenant: before.id, saves, fields: what.clashes });
      return { kind: 'conflict', tenant: before, last };
    }
    await markDone(tx, key, { at, by: actor.id });
    if (changes.length === 0) return { kind: 'unchanged', tenant: before, changes };
    await nameChannels(tx, what.checked);
    const lost = lostAttestations(changes.map(({ field }) => field));
    // The last confirmation stays: its date says that it is older than the change.
    const contact = { ...(before.contact ?? unattested), ...what.declared, ...lost };
    const who = { by: actor.id, byName: actor.name };
    const entry = { at, ...who, deed: 'contact.updated', tenantId: before.id, changes } as const;
    return { kind: 'saved', changes, tenant: await recordTenant(tx, before, { ...before, contact }, entry) };
  });
}

const unattested = {
  phone24x7At: null,
  phone24x7By: null,
  confirmedAt: null,
  confirmedBy: null,
  attestedAt: null,
  attestedBy: null,
} as const;
