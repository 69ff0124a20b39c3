/** Writes what people and files change in the register: the row, its entry in the history, and the notices, in one change of the store. */
import dayjs from 'dayjs';
import type { Destination } from '../domain/delivery/delivery.ts';
import { type Change, changesBetween, type NewEntry } from '../domain/history.ts';
import { contactKeys, isOnCallList } from '../domain/tenant/contact-fields.ts';
import { channelKey, sameChannel } from '../domain/tenant/identity.ts';
import type { FormerChannel, PartnerTenant, StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { changedSinceAttested, Organisation } from '../domain/tenant/partner-tenant.ts';
import type { Reader, Tx } from '../ports/store.ts';
import { contactChannels, enqueueChangeNotice, fraudChannels } from './notices/enqueue-notice.ts';
import { noteSetupStep } from './setup/to-do.ts';

/** The hours for which a removed channel keeps getting high alerts. */
const formerHours = 24;

/** The fields of a known tenant, other than its contact's, of whose changes people get a notice. */
const noticed: readonly string[] = ['fraudChannels', 'manager', 'name', 'partnerType', 'retiredAt'];
/** The fields whose change concerns the channels of Azure fraud too. */
const ofFraud: readonly string[] = ['fraudChannels', 'retiredAt'];

type Known = StoredTenant | null;
type Told = { unnamed?: Known; knows?: readonly Destination[] };

/** What a partner tenant has before anybody vouched for it, and before it has a contact. */
export const blankTenant = { complianceAttestedAt: null, complianceAttestedBy: null, contact: null } as const;

/**
 * Stores a tenant after `entry.changes`, and records the entry in the history unless it has no changes. A change of the contact's
 * declared fields raises the revision. When a change can redirect alerts, the old and the new channels get a notice of it. The tenant's
 * open alerts are routed to its channels again, even when nothing changed. `unnamed` is the tenant that got the alerts that name no
 * tenant, until now: when a second tenant is added, these alerts go to the admins instead, so its channels get a notice too. `more.knows`
 * get no notice. Returns the stored tenant.
 */
export async function recordTenant(tx: Tx, before: Known, after: PartnerTenant, entry: NewEntry, more: Told = {}) {
  const { at, by, changes } = entry;
  const isOf = (fields: readonly string[]) => changes.some(({ field }) => fields.includes(field));
  const isContact = isOf(contactKeys);
  const further = before === null ? (more.unnamed ?? null) : null;
  const isFraud = isOf(ofFraud);
  const revision = before?.revision ?? { number: 0, at: null, by: null };
  const unattested = changedSinceAttested(before, changes);
  const tenant = {
    ...before,
    ...after,
    ...(unattested.length > 0 ? { changedSinceAttested: unattested } : {}),
    revision: isContact ? { number: revision.number + 1, at, by } : revision,
    formerChannels: formerChannelsAfter(before, after, at),
    rerouting: at,
  };
  await tx.put('tenants', tenant);
  if (by !== null) await noteSetupStep(tx, { before, after: tenant }, { at, by });
  const number = changes.length > 0 ? await tx.appendHistory(entry) : null;
  const isNoticed = before === null ? isOf(['fraudChannels']) || further !== null : isOf(noticed);
  if (number === null || !(isContact || isNoticed)) return tenant;
  const channels = [before, tenant, further].flatMap((one) => [
    ...contactChannels(one),
    ...(isFraud ? fraudChannels(one) : []),
  ]);
  const isQuiet = before !== null && changes.every(({ field }) => isOnCallList(field));
  const managers = {
    former: before?.manager === tenant.manager ? null : (before?.manager ?? null),
    manager: tenant.manager,
  };
  const { knows = [] } = more;
  await enqueueChangeNotice(tx, { tenantId: tenant.id, entry: number, channels, by, isQuiet, ...managers, knows }, at);
  return tenant;
}

/** Returns the removed channels that still get high alerts. A channel that is back among the present ones is none of them. */
function formerChannelsAfter(before: Known, after: PartnerTenant, at: string): readonly FormerChannel[] {
  const until = dayjs(at).add(formerHours, 'hour').toISOString();
  const removed = [
    ...contactChannels(before).map((channel) => ({ channel, until, fraud: false })),
    ...fraudChannels(before).map((channel) => ({ channel, until, fraud: true })),
  ];
  const earlier = (before?.formerChannels ?? []).filter((former) => former.until > at);
  const gone = [...earlier, ...removed].filter(
    ({ channel, fraud }) =>
      !(fraud ? fraudChannels : contactChannels)(after).some((kept) => sameChannel(kept, channel)),
  );
  return [...new Map(gone.map((former) => [`${channelKey(former.channel)} ${former.fraud}`, former])).values()];
}

/** Returns the organisation's channels; null for each that is not set. */
export async function organisationIn(reader: Reader): Promise<Organisation> {
  const row = await reader.get('organisation', 'organisation');
  return { adminChannel: row?.adminChannel ?? null, expertsChannel: row?.expertsChannel ?? null };
}

/** Returns the organisation's channels that differ. */
export function organisationChanges(before: Organisation, after: Organisation): Change[] {
  return changesBetween(before, after, Organisation.keyof().options);
}

/**
 * Puts and records the organisation's channels. Returns the changes, and what a notice of them has to say: it goes out in the name of a
 * tenant, which the caller knows. Null when nothing changed. `marks` stand in the entry too: how the change came about.
 */
export async function recordOrganisation(
  tx: Tx,
  after: Organisation,
  entry: Omit<NewEntry, 'tenantId' | 'changes'>,
  marks: readonly Change[] = [],
) {
  const before = await organisationIn(tx);
  const changes = organisationChanges(before, after);
  if (changes.length === 0) return null;
  await tx.put('organisation', { id: 'organisation', ...after });
  const number = await tx.appendHistory({ ...entry, tenantId: null, changes: [...changes, ...marks] });
  return { changes, notice: { entry: number, channels: [before.adminChannel, after.adminChannel], by: entry.by } };
}
