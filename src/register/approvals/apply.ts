/** Makes a change that has waited, if the record is still what it was when somebody asked for it. */
import type { Destination } from '../../domain/delivery/delivery.ts';
import { type Change, changeForHistory, type NewEntry, sameValue } from '../../domain/history.ts';
import { movedSince, type StoredApproval } from '../../domain/tenant/approval.ts';
import { lostAttestations } from '../../domain/tenant/contact-fields.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { activeAmong, isRetired, tenantOfUnnamed } from '../../domain/tenant/partner-tenant.ts';
import { lookAlike } from '../../domain/text/look-alike.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import { enqueueChangeNotice } from '../notices/enqueue-notice.ts';
import { blankTenant, organisationIn, recordOrganisation, recordTenant } from '../record-changes.ts';

/** These fields were changed meanwhile; empty where the tenant itself is not what it was. */
type Moved = { kind: 'moved'; fields: readonly string[] };
/** What came of making a change. */
export type Applied = { kind: 'made' } | Moved;

const gone: Moved = { kind: 'moved', fields: [] };
const made: Applied = { kind: 'made' };

/**
 * Makes the change by the same way as a save, with its entry and its notices: `approvedBy` stands in the entry of whoever asked for it; null
 * where its day was over. Makes nothing when the record moved.
 */
export async function applyWaiting(tx: Tx, row: StoredApproval, approvedBy: Identity | null, at: string) {
  const moved = await movedMeanwhile(tx, row);
  if (moved) return moved;
  const mark: Change = approvedBy
    ? { field: 'approvedBy', before: null, after: approvedBy }
    : { field: 'askedAt', before: null, after: row.askedAt };
  const knows = approvedBy ? await thoseWhoSee(tx, row, approvedBy) : [];
  return make(tx, row, { at, by: row.by, byName: row.byName }, { mark, knows });
}

/** Returns how the record moved since the change was asked for; null where it is still what it was. */
export async function movedMeanwhile(reader: Reader, row: StoredApproval): Promise<Moved | null> {
  const record = await recordBefore(reader, row);
  if (record === null) return gone;
  const fields = row.what === 'added' ? [] : movedSince(record, row.changes, sameValue);
  return fields.length > 0 ? { kind: 'moved', fields } : null;
}

/** Reads the record that the change is about; null when it is gone, or retired. */
async function recordBefore(tx: Reader, row: StoredApproval): Promise<object | null> {
  if (row.what === 'adminChannel') return organisationIn(tx);
  const tenant = await tx.get('tenants', row.subject);
  if (row.what === 'added') return tenant === null ? blankTenant : null;
  if (!tenant || isRetired(tenant)) return null;
  return row.what === 'contact' ? tenant.contact : tenant;
}

/** Returns who sees that a change was approved: who approved it, and the channels with its card, which says so. */
async function thoseWhoSee(tx: Tx, { id }: StoredApproval, approvedBy: Identity): Promise<Destination[]> {
  const cards = await tx.scan('deliveries.approval', { key: id, after: null });
  const channels = cards.flatMap(({ to, state }) => (to.kind === 'channel' && state === 'posted' ? [to] : []));
  return [...channels, { kind: 'person', id: approvedBy }];
}

/** What stands in the entry too, and who gets no notice. */
type Marked = { mark: Change; knows: readonly Destination[] };

type AskedBy = Pick<NewEntry, 'at' | 'by' | 'byName'>;

async function make(tx: Tx, row: StoredApproval, who: AskedBy, { mark, knows }: Marked): Promise<Applied> {
  const { at } = who;
  const asked = { ...who, changes: [...row.changes.map(changeForHistory), mark] };
  const before = await tx.get('tenants', row.subject);
  if (row.what === 'adminChannel') {
    const after = { ...(await organisationIn(tx)), ...row.set };
    const recorded = await recordOrganisation(tx, after, { ...who, deed: 'organisation.setUp' }, [mark]);
    if (!recorded) return made;
    const manager = (await tx.get('tenants', row.tenantId))?.manager ?? null;
    await enqueueChangeNotice(tx, { ...recorded.notice, tenantId: row.tenantId, manager, knows }, at);
    return made;
  }
  if (row.what === 'added') {
    const all = await tx.list('tenants');
    if (activeAmong(all).some(({ name }) => lookAlike(name) === lookAlike(row.set.name)))
      return { kind: 'moved', fields: ['name'] };
    const entry: NewEntry = { ...asked, deed: 'tenant.setUp', tenantId: row.subject };
    await recordTenant(tx, null, { ...blankTenant, ...row.set }, entry, { unnamed: tenantOfUnnamed(all, at), knows });
    return made;
  }
  if (!before) return gone;
  if (row.what === 'retired') {
    if (activeAmong(await tx.list('tenants')).length === 1) return gone;
    const changes = asked.changes.map((change) => (change.field === 'retiredAt' ? { ...change, after: at } : change));
    const entry: NewEntry = { ...asked, changes, deed: 'tenant.retired', tenantId: row.subject };
    await recordTenant(tx, before, { ...before, retiredAt: at }, entry, { knows });
    return made;
  }
  if (row.what === 'setup') {
    const entry: NewEntry = { ...asked, deed: 'tenant.setUp', tenantId: before.id };
    await recordTenant(tx, before, { ...before, ...row.set }, entry, { knows });
    return made;
  }
  if (!before.contact) return gone;
  const lost = lostAttestations(row.changes.map(({ field }) => field));
  const contact = { ...before.contact, ...row.set, ...lost };
  const entry: NewEntry = { ...asked, deed: 'contact.updated', tenantId: before.id };
  await recordTenant(tx, before, { ...before, contact }, entry, { knows });
  return made;
}
