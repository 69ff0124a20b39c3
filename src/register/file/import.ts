import { type Change, changesBetween, type NewEntry } from '../../domain/history.ts';
import { contactKeys, lostAttestations } from '../../domain/tenant/contact-fields.ts';
import type { Channel, Identity } from '../../domain/tenant/identity.ts';
import { Contact, Organisation, PartnerTenant, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Store, Tx } from '../../ports/store.ts';
import type { Clock } from '../../ports/world.ts';
import { contactChannels, enqueueChangeNotice, formerChannelsAfter, fraudChannels } from '../notices/enqueue-notice.ts';
import type { RegisterFile } from './register-file.ts';

const ofTenant = PartnerTenant.keyof().exclude(['id', 'contact']).options;
const ofContact = Contact.keyof().options;
const ofOrganisation = Organisation.keyof().options;

/** The person who imports; `id` is null at the command line. */
export interface By {
  id: Identity | null;
  name: string;
}

/** How many tenants of the file were new, changed or the same. */
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

/** Enqueues the notices of a changed contact to its channels, as any other change does: an import can redirect alerts too. */
async function replace(tx: Tx, before: StoredTenant | null, after: PartnerTenant, entry: NewEntry): Promise<void> {
  const { at, by } = entry;
  const revision = revised(before, after, { at, by });
  const kept = { contact: after.contact?.channels ?? [], fraud: after.fraudChannels };
  const formerChannels = formerChannelsAfter(before, kept, at);
  const tenant = { ...before, ...after, revision, formerChannels, rerouting: at };
  await tx.put('tenants', tenant);
  const number = await tx.record(entry);
  const channels = toldOf(before, tenant, entry.changes);
  if (channels) await enqueueChangeNotice(tx, { tenantId: tenant.id, entry: number, channels, by }, at);
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
  return keeping<PartnerTenant>(before, { ...tenant, contact }, given, PartnerTenant.keyof().options);
}

/** Removes attestations of values that changed, unless the file itself gives new ones. */
function contactMerged(before: Contact | null, contact: Contact, given: object): Contact {
  const after = keeping(before, contact, given, ofContact);
  const changed = before ? contactKeys.filter((key) => before[key] !== after[key]) : [];
  const lost = Object.entries(lostAttestations(changed)).filter(([mark]) => !(mark.replace(/By$/, 'At') in given));
  return { ...after, ...Object.fromEntries(lost) };
}

function differences(before: PartnerTenant | null, after: PartnerTenant): Change[] {
  return [
    ...changesBetween(before, after, ofTenant),
    ...changesBetween(before?.contact ?? null, after.contact, ofContact),
  ];
}

/** Counts a revision when what people declare has changed. */
function revised(before: StoredTenant | null, after: PartnerTenant, last: { at: string; by: Identity | null }) {
  const revision = before?.revision ?? { number: 0, at: null, by: null };
  const changes = changesBetween(before?.contact ?? null, after.contact, contactKeys);
  return changes.length === 0 ? revision : { number: revision.number + 1, ...last };
}

/** A change of the organisation's channels: its entry in the history, and the admin channels before and after it. */
interface Moved {
  entry: number;
  channels: readonly (Channel | null)[];
}

/** Records the organisation's channels; null when nothing is new. */
async function importOrganisation(
  tx: Tx,
  organisation: Organisation,
  given: object,
  entry: (tenantId: null, changes: Change[]) => NewEntry,
): Promise<Moved | null> {
  const before = await tx.get('organisation', 'organisation');
  const after = keeping(before, { ...organisation, id: 'organisation' as const }, given, ofOrganisation);
  const changes = changesBetween(before, after, ofOrganisation);
  if (changes.length === 0) return null;
  await tx.put('organisation', after);
  const number = await tx.record(entry(null, changes));
  return { entry: number, channels: [before?.adminChannel ?? null, after.adminChannel] };
}

/** Enqueues the change notice in the name of a tenant, as set-up does. Otherwise nobody would hear that the admin channel was taken away. */
async function tellAdmins(tx: Tx, { entry, channels }: Moved, by: Identity | null, at: string): Promise<void> {
  const [tenant] = await tx.list('tenants');
  if (tenant) await enqueueChangeNotice(tx, { tenantId: tenant.id, entry, channels, by }, at);
}

/** `after`, with the values of `before` for those of the `names` that the file does not give. */
function keeping<T extends object>(before: T | null, after: T, given: object, names: readonly string[]): T {
  const kept = Object.entries(before ?? {}).filter(([name]) => names.includes(name) && !(name in given));
  return { ...after, ...Object.fromEntries(kept) };
}
