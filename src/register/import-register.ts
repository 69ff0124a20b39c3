import { type Change, changesBetween, type NewEntry } from '../domain/history.ts';
import type { Identity } from '../domain/identity.ts';
import { Contact, Organisation, PartnerTenant, type StoredTenant } from '../domain/partner-tenant.ts';
import type { Clock, Store, Tx } from '../ports.ts';
import type { RegisterFile } from './register.ts';

/** Who imports: `id` is null at the command line. */
export interface By {
  id: Identity | null;
  name: string;
}

export interface Imported {
  /** Tenants that are new. */
  added: number;
  /** Tenants that differ now. */
  changed: number;
  /** Tenants that were already so. */
  same: number;
}

/** Adds and updates by tenant id and leaves the others alone; all or nothing. What is already so leaves no history. */
export function importRegister(
  { register, given }: RegisterFile,
  by: By,
  { store, clock }: { store: Store; clock: Clock },
): Promise<Imported> {
  const entry = (tenantId: string | null, changes: Change[]): NewEntry => ({
    at: clock.now(),
    by: by.id,
    byName: by.name,
    deed: 'register.imported',
    tenantId,
    changes,
  });
  return store.change(async (tx) => {
    const imported = { added: 0, changed: 0, same: 0 };
    if (register.organisation) await importOrganisation(tx, register.organisation, given.organisation, entry);
    for (const [index, tenant] of register.tenants.entries()) {
      const before = await tx.get('tenants', tenant.id);
      const after = merged(before, tenant, given.tenants[index] ?? {});
      const changes = differences(before, after);
      if (before && changes.length === 0) {
        imported.same += 1;
        continue;
      }
      imported[before ? 'changed' : 'added'] += 1;
      const at = clock.now();
      await tx.put('tenants', { ...after, revision: revised(before, after, { at, by: by.id }) });
      await tx.record(entry(tenant.id, changes));
    }
    return imported;
  });
}

async function importOrganisation(
  tx: Tx,
  organisation: Organisation,
  given: object,
  entry: (tenantId: null, changes: Change[]) => NewEntry,
): Promise<void> {
  const before = await tx.get('organisation', 'organisation');
  const after = keeping(before, { ...organisation, id: 'organisation' as const }, given);
  const changes = changesBetween(before, after, Organisation.keyof().options);
  if (changes.length === 0) return;
  await tx.put('organisation', after);
  await tx.record(entry(null, changes));
}

function merged(before: StoredTenant | null, tenant: PartnerTenant, given: { contact?: object | null }): PartnerTenant {
  const contact = tenant.contact && keeping(before?.contact ?? null, tenant.contact, given.contact ?? {});
  return keeping<PartnerTenant>(before, { ...tenant, contact }, given);
}

/** `after`, with the values of `before` for the names that are not given. */
function keeping<T extends object>(before: T | null, after: T, given: object): T {
  const kept = Object.entries(before ?? {}).filter(([name]) => name in after && !(name in given));
  return { ...after, ...Object.fromEntries(kept) };
}

const ofTenant = PartnerTenant.keyof().exclude(['id', 'contact']).options;
const ofContact = Contact.keyof().options;
const marks = ['phone24x7At', 'phone24x7By', 'confirmedAt', 'confirmedBy', 'attestedAt', 'attestedBy'] as const;
const typed = Contact.keyof().exclude(marks).options;

function differences(before: PartnerTenant | null, after: PartnerTenant): Change[] {
  return [...changesBetween(before, after, ofTenant), ...contactChanges(before, after, ofContact)];
}

function contactChanges(
  before: PartnerTenant | null,
  after: PartnerTenant,
  names: readonly (keyof Contact)[],
): Change[] {
  const none = Object.fromEntries(names.map((name) => [name, null]));
  return changesBetween<Record<string, unknown>>(before?.contact ?? none, after.contact ?? none, names);
}

function revised(before: StoredTenant | null, after: PartnerTenant, last: { at: string; by: Identity | null }) {
  const revision = before?.revision ?? { number: 0, at: null, by: null };
  if (contactChanges(before, after, typed).length === 0) return revision;
  return { number: revision.number + 1, ...last };
}
