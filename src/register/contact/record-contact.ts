import { type Change, changeForHistory, changesBetween, type HistoryEntry } from '../../domain/history.ts';
import { type StoredApproval, waitingInContact, waitingValues, withoutWaiting } from '../../domain/tenant/approval.ts';
import { contactKeys, lostAttestations } from '../../domain/tenant/contact-fields.ts';
import { type DeclaredContact, isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { type Checked, nameChannels } from '../../findings/check-channels.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { markDone, wasDone } from '../../store/idempotency.ts';
import { ask, type NotAsked, notAsked, type WaitingPlan } from '../approvals/ask.ts';
import { lastSave } from '../history/concurrent-changes.ts';
import { contactChannels } from '../notices/enqueue-notice.ts';
import { recordTenant } from '../record-changes.ts';

/** The outcome of saving the contact. `gone`: the tenant is retired, or no longer exists. */
export type ContactSaveResult =
  | { kind: 'gone' }
  | NotAsked
  /** `waiting`: what was not saved, since it waits for a second administrator. */
  | { kind: 'saved' | 'unchanged'; tenant: StoredTenant; changes: readonly Change[]; waiting?: StoredApproval }
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
    /** How changes wait; null when they are made at once. */
    plan: WaitingPlan | null;
  },
  { store, clock }: World,
): Promise<ContactSaveResult> {
  return store.change(async (tx): Promise<ContactSaveResult> => {
    const at = clock.now();
    const before = await tx.get('tenants', what.tenant);
    if (!before || isRetired(before)) return { kind: 'gone' };
    if (await wasDone(tx, key)) return { kind: 'saved', tenant: before, changes: [] };
    const all = changesBetween<DeclaredContact>(before.contact, what.declared, contactKeys);
    if (before.revision.number !== what.revision) return { kind: 'overtaken' };
    if (what.clashes.length > 0) {
      const saves = Math.max(1, before.revision.number - what.opened);
      const last = await lastSave(tx, { tenant: before.id, saves, fields: what.clashes });
      return { kind: 'conflict', tenant: before, last };
    }
    const waits = what.plan ? waitingInContact(before.contact, all) : [];
    const refused = what.plan && waits.length > 0 ? await notAsked(tx, what.plan, [before.id], at) : null;
    if (refused) return refused;
    await markDone(tx, key, { at, by: actor.id });
    if (all.length === 0) return { kind: 'unchanged', tenant: before, changes: [] };
    await nameChannels(tx, what.checked);
    const waiting =
      what.plan && waits.length > 0
        ? { waiting: await askToChange(tx, what.plan, before, { ...what, waits }, at) }
        : {};
    const changes = all.filter((change) => !waits.includes(change)).map(changeForHistory);
    if (changes.length === 0) return { kind: 'saved', tenant: before, changes, ...waiting };
    const lost = lostAttestations(changes.map(({ field }) => field));
    // The last confirmation stays: its date says that it is older than the change.
    const declared = before.contact ? withoutWaiting(what.declared, before.contact, waits) : what.declared;
    const contact = { ...(before.contact ?? unattested), ...declared, ...lost };
    const who = { by: actor.id, byName: actor.name };
    const entry = { at, ...who, deed: 'contact.updated', tenantId: before.id, changes } as const;
    return {
      kind: 'saved',
      changes,
      tenant: await recordTenant(tx, before, { ...before, contact }, entry),
      ...waiting,
    };
  });
}

/** Asks for the changes of a contact that wait. */
function askToChange(
  tx: Tx,
  plan: WaitingPlan,
  tenant: StoredTenant,
  { declared, waits }: { declared: DeclaredContact; waits: readonly Change[] },
  at: string,
): Promise<StoredApproval> {
  const about = { subject: tenant.id, tenantId: tenant.id, tenantName: tenant.name, changes: waits };
  const set = waitingValues(declared, waits);
  const channels = [...contactChannels(tenant), ...declared.channels];
  return ask(tx, plan, { ...about, what: 'contact', set }, { channels, managers: [tenant.manager] }, at);
}

const unattested = {
  phone24x7At: null,
  phone24x7By: null,
  confirmedAt: null,
  confirmedBy: null,
  attestedAt: null,
  attestedBy: null,
} as const;
