import { firstTime } from '../act-once.ts';
import type { Asking } from '../asking.ts';
import type { Checked } from '../channel-check.ts';
import { type Change, changesBetween } from '../domain/history.ts';
import type { Contact, StoredTenant } from '../domain/partner-tenant.ts';
import type { Tx, World } from '../ports.ts';
import type { Inline } from '../view.ts';
import { nameChannels } from './name-channels.ts';

/** What people declare of a contact. Confirming and attesting are facts of their own. */
export type Declared = Omit<
  Contact,
  'phone24x7At' | 'phone24x7By' | 'confirmedAt' | 'confirmedBy' | 'attestedAt' | 'attestedBy'
>;

export const declaredFields = [
  'kind',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'phone',
  'channels',
  'onCall',
  'locale',
  'timezone',
] as const;
/** The fields that Microsoft's form has too. */
const portalFields: readonly string[] = ['firstName', 'middleName', 'lastName', 'email', 'phone'];

export type Recorded =
  | { kind: 'gone' }
  | { kind: 'saved' | 'unchanged'; tenant: StoredTenant; changes: readonly Change[] }
  /** Somebody saved after this form was opened: who, and which fields. */
  | { kind: 'conflict'; tenant: StoredTenant; by: Inline; fields: readonly string[] };

export async function recordContact(
  asking: Asking,
  what: { tenant: string; revision: number; declared: Declared; checked: readonly Checked[] },
  { store, clock }: World,
): Promise<Recorded> {
  return store.change(async (tx): Promise<Recorded> => {
    const at = clock.now();
    const before = await tx.get('tenants', what.tenant);
    if (!before) return { kind: 'gone' };
    if (!(await firstTime(tx, asking.key, at))) return { kind: 'saved', tenant: before, changes: [] };
    if (before.revision.number !== what.revision) return conflict(tx, before, what.revision);
    const changes = changesBetween<Declared>(before.contact, what.declared, declaredFields);
    if (changes.length === 0) return { kind: 'unchanged', tenant: before, changes };
    const revision = { number: before.revision.number + 1, at, by: asking.actor.id };
    const tenant = { ...before, contact: after(before.contact, what.declared, changes), revision };
    await tx.put('tenants', tenant);
    await nameChannels(tx, what.checked);
    const { id: by, name: byName } = asking.actor;
    await tx.record({ at, by, byName, deed: 'contact.updated', tenantId: tenant.id, changes });
    return { kind: 'saved', tenant, changes };
  });
}

/** What was attested of the old values does not hold for new ones. A confirmation stays: it says when, and the change is later. */
function after(before: Contact | null, declared: Declared, changes: readonly Change[]): Contact {
  const changed = changes.map(({ field }) => field);
  const keepPhone = before !== null && !changed.includes('phone');
  const keepPortal = before !== null && !changed.some((field) => portalFields.includes(field));
  return {
    ...declared,
    phone24x7At: keepPhone ? before.phone24x7At : null,
    phone24x7By: keepPhone ? before.phone24x7By : null,
    confirmedAt: before?.confirmedAt ?? null,
    confirmedBy: before?.confirmedBy ?? null,
    attestedAt: keepPortal ? before.attestedAt : null,
    attestedBy: keepPortal ? before.attestedBy : null,
  };
}

async function conflict(tx: Tx, tenant: StoredTenant, since: number): Promise<Recorded> {
  const entries = await tx.history({ tenantId: tenant.id, before: null, limit: 50 });
  const saves = entries.filter(({ deed }) => deed === 'contact.updated' || deed === 'register.imported');
  const missed = saves.slice(0, Math.max(1, tenant.revision.number - since));
  const fields = new Set(missed.flatMap(({ changes }) => changes.map(({ field }) => field)));
  const [last] = missed;
  const by: Inline = last?.by ? { kind: 'person', id: last.by, name: last.byName } : (last?.byName ?? '');
  return { kind: 'conflict', tenant, by, fields: declaredFields.filter((field) => fields.has(field)) };
}
