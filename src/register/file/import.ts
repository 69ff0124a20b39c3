import { changeForHistory, changesBetween } from '../../domain/history.ts';
import { contactKeys, lostAttestations } from '../../domain/tenant/contact-fields.ts';
import { type Identity, isFormer } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { activeAmong, Contact, PartnerTenant, tenantOfUnnamed } from '../../domain/tenant/partner-tenant.ts';
import { lookAlike } from '../../domain/text/look-alike.ts';
import type { World } from '../../ports/world.ts';
import { enqueueChangeNotice } from '../notices/enqueue-notice.ts';
import { organisationIn, recordOrganisation, recordTenant } from '../record-changes.ts';
import type { RegisterFile } from './register-file.ts';

const tenantKeys = PartnerTenant.keyof().exclude(['id', 'contact']).options;

/** The person who imports, for the history; `id` is null at the command line. */
export interface Importer {
  id: Identity | null;
  name: string;
}

/** Counts the tenants of a file: those that are new, those that the import changed, and those that were already so. */
export interface Imported {
  added: number;
  changed: number;
  same: number;
}

/** The file has tenants whose names people cannot tell apart from others; a sentence for each, with its path. */
export class TwinNames extends Error {
  override name = 'TwinNames';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Refuses a file after which every partner tenant would be retired. */
export class EveryTenantRetired extends Error {
  override name = 'EveryTenantRetired';
}

type Importing = Pick<World, 'store' | 'clock'> & { onTenant?: (done: number, of: number) => void };

/**
 * Adds and updates tenants by their id, in one change of the store, and leaves other tenants alone. What is already so gets no entry
 * in the history. A change notifies people as any other does, since an import can redirect alerts too. Rejects with TwinNames, and with
 * EveryTenantRetired where no tenant would be left that is not retired; then nothing is changed. `onTenant` hears after each tenant how
 * many are done.
 */
export function importRegister({ register, given }: RegisterFile, by: Importer, { store, clock, onTenant }: Importing) {
  return store.change(async (tx) => {
    const imported: Imported = { added: 0, changed: 0, same: 0 };
    const entry = { at: clock.now(), by: by.id, byName: by.name, deed: 'register.imported' } as const;
    const stored = await tx.list('tenants');
    const pairs = register.tenants.map((tenant, index) => {
      const before = stored.find(({ id }) => id === tenant.id) ?? null;
      return { before, after: merged(before, tenant, given.tenants[index] ?? {}) };
    });
    const all = pairs.map(({ after }) => after);
    const twins = twinsIn(all, stored);
    if (twins.length > 0) throw new TwinNames(twins);
    const known = await organisationIn(tx);
    const organisation = keeping(known, register.organisation ?? known, given.organisation);
    const moved = await recordOrganisation(tx, organisation, entry);
    let unnamed = tenantOfUnnamed(stored, entry.at);
    for (const [index, { before, after }] of pairs.entries()) {
      const changes = [
        ...changesBetween(before, after, tenantKeys),
        ...changesBetween(before?.contact ?? null, after.contact, Contact.keyof().options),
      ].map(changeForHistory);
      const result = before === null ? 'added' : changes.length > 0 ? 'changed' : 'same';
      imported[result] += 1;
      if (result !== 'same')
        await recordTenant(tx, before, after, { ...entry, tenantId: after.id, changes }, { unnamed });
      if (result === 'added') unnamed = null;
      onTenant?.(index + 1, register.tenants.length);
    }
    const now = await tx.list('tenants');
    const [tenant] = activeAmong(now);
    if (now.length > 0 && !tenant) throw new EveryTenantRetired();
    // The notice names a tenant, as that of the set-up form does. The first tenant may be there only now.
    if (moved && tenant) await enqueueChangeNotice(tx, { ...moved.notice, tenantId: tenant.id }, entry.at);
    return imported;
  });
}

/**
 * Returns a problem for each name that is new, or comes back from a retired tenant, and looks the same as that of another tenant, in
 * the file or among the stored ones. A tenant that is retired afterwards is nobody's twin.
 */
function twinsIn(all: readonly PartnerTenant[], stored: readonly StoredTenant[]): string[] {
  const active = activeAmong(stored);
  const isStored = (one: Pick<PartnerTenant, 'id' | 'name'>) =>
    active.some(({ id, name }) => id === one.id && name === one.name);
  const inFile = activeAmong(all.map((tenant, index) => ({ ...tenant, place: `tenants[${index}]`, index })));
  const others = active
    .filter(({ id }) => all.every((one) => one.id !== id))
    .map(({ id, name }) => ({ id, name, place: `the partner tenant ${id}`, index: -1 }));
  const byLook = Map.groupBy([...others, ...inFile], ({ name }) => lookAlike(name));
  return inFile.flatMap(({ id, name, place, index }) => {
    if (isStored({ id, name })) return [];
    // Of two in the file, the later one has to change, unless the earlier one alone is new.
    const twin = byLook.get(lookAlike(name))?.find((one) => one.id !== id && (one.index < index || isStored(one)));
    return twin
      ? [`${place}.name: looks the same as the name of ${twin.place}. Please choose a name that tells them apart`]
      : [];
  });
}

function merged(before: StoredTenant | null, tenant: PartnerTenant, given: { contact?: object | null }): PartnerTenant {
  const contact = tenant.contact && contactMerged(before?.contact ?? null, tenant.contact, given.contact ?? {});
  return keeping<PartnerTenant>(before, { ...tenant, contact }, given);
}

/** Removes attestations of values that changed, unless the file itself gives new ones. */
function contactMerged(before: Contact | null, contact: Contact, given: object): Contact {
  const after = keeping(before, contact, given);
  const changed = before ? contactKeys.filter((key) => before[key] !== after[key]) : [];
  const lost = Object.entries(lostAttestations(changed)).filter(([mark]) => !(mark.replace(/By$/, 'At') in given));
  return { ...after, ...Object.fromEntries(lost) };
}

/**
 * Returns `after` with the values of `before` for everything that the file does not give. A person who was erased has attested only what is
 * stored: in any other place of a file the number is nobody's, or somebody else's.
 */
function keeping<T extends object>(before: T | null, after: T, given: object): T {
  const stored = new Map<string, unknown>(Object.entries(before ?? {}));
  const isNobody = (name: string, by: unknown) =>
    name.endsWith('By') && typeof by === 'string' && isFormer(by) && by !== stored.get(name);
  const nobody = Object.entries(after).flatMap(([name, by]) => (isNobody(name, by) ? [[name, null]] : []));
  const kept = [...stored].filter(([name]) => !(name in given));
  return { ...after, ...Object.fromEntries(nobody), ...Object.fromEntries(kept) };
}
