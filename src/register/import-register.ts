import { contactChannels, formerChannelsAfter, fraudChannels, oweChangeNotice } from '../change-notice.ts';
import { contactKeys, lostAttestations } from '../domain/contact-fields.ts';
import { type Change, changesBetween, type NewEntry } from '../domain/history.ts';
import type { Channel, Identity } from '../domain/identity.ts';
import { Contact, PartnerTenant, type StoredTenant } from '../domain/partner-tenant.ts';
import type { Clock, Store, Tx } from '../ports.ts';
import { importOrganisation, tellAdmins } from './import-organisation.ts';
import { keeping } from './keeping.ts';
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
    const moved =
      register.organisation && (await importOrganisation(tx, register.organisation, given.organisation, entry));
    for (const [index, tenant] of register.tenants.entries()) {
      const before = await tx.get('tenants', tenant.id);
      const after = merged(before, tenant, given.tenants[index] ?? {});
      const changes = differences(before, after);
      if (before && changes.length === 0) {
        imported.same += 1;
        continue;
      }
      imported[before ? 'changed' : 'added'] += 1;
      await replace(tx, before, after, entry(tenant.id, changes));
    }
    if (moved) await tellAdmins(tx, moved, by.id, clock.now());
    return imported;
  });
}

/** A changed contact is told to its channels like any other change: a file is a way to redirect alerts too. */
async function replace(tx: Tx, before: StoredTenant | null, after: PartnerTenant, entry: NewEntry): Promise<void> {
  const { at, by } = entry;
  const revision = revised(before, after, { at, by });
  const kept = { contact: after.contact?.channels ?? [], fraud: after.fraudChannels };
  const formerChannels = formerChannelsAfter(before, kept, at);
  const tenant = { ...before, ...after, revision, formerChannels, rerouting: at };
  await tx.put('tenants', tenant);
  const number = await tx.record(entry);
  const channels = toldOf(before, tenant, entry.changes);
  if (channels) await oweChangeNotice(tx, { tenantId: tenant.id, entry: number, channels, by }, at);
}

/** The channels whose alerts may be redirected by these changes; null when none can be. */
function toldOf(
  before: StoredTenant | null,
  after: StoredTenant,
  changes: readonly Change[],
): readonly Channel[] | null {
  const contact = [...contactChannels(before), ...contactChannels(after)];
  if (changes.some(({ field }) => field === 'fraudChannels'))
    return [...contact, ...fraudChannels(before), ...fraudChannels(after)];
  return after.revision.number === (before?.revision.number ?? 0) ? null : contact;
}

function merged(before: StoredTenant | null, tenant: PartnerTenant, given: { contact?: object | null }): PartnerTenant {
  const contact = tenant.contact && contactMerged(before?.contact ?? null, tenant.contact, given.contact ?? {});
  return keeping<PartnerTenant>(before, { ...tenant, contact }, given);
}

/** What was attested of other values does not hold for these, unless the file says so itself. */
function contactMerged(before: Contact | null, contact: Contact, given: object): Contact {
  const after = keeping(before, contact, given);
  const changed = before ? contactKeys.filter((key) => before[key] !== after[key]) : [];
  const lost = Object.entries(lostAttestations(changed)).filter(([mark]) => !(mark.replace(/By$/, 'At') in given));
  return { ...after, ...Object.fromEntries(lost) };
}

const ofTenant = PartnerTenant.keyof().exclude(['id', 'contact']).options;
const ofContact = Contact.keyof().options;

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
  if (contactChanges(before, after, contactKeys).length === 0) return revision;
  return { number: revision.number + 1, ...last };
}
