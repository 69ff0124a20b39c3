import { type Change, changeForHistory, changesBetween } from '../../domain/history.ts';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import {
  type DeclaredContact,
  isRestorable,
  isRetired,
  type StoredTenant,
} from '../../domain/tenant/partner-tenant.ts';
import type { TrustedTime } from '../../domain/time/trusted-time.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { contactChannels, enqueueChangeNotice, fraudChannels } from '../notices/enqueue-notice.ts';

const dayMs = 86_400_000;

/** Closes open alerts of the tenant within a change. Returns the numbers of those that it closed, and whether there are more. */
export type CloseAlerts = (
  tx: Tx,
  tenant: StoredTenant,
  at: string,
  world: World,
) => Promise<{ numbers: readonly number[]; isLeft: boolean }>;

/**
 * Removes the contact and the people from the row of each tenant that can be taken back no longer, and closes its open alerts. People get
 * a notice as of any change. What the history and the archive say of it goes when they are old enough.
 */
export async function clearRetired(world: World & { trusted: TrustedTime }, closeAlerts: CloseAlerts): Promise<void> {
  // In its first day the bot cannot know whether the clock is right.
  if (world.trusted.runMs < dayMs) return;
  const at = world.clock.now();
  const due = (await world.store.read((reader) => reader.list('tenants'))).filter((one) => isClearable(one, at));
  for (const { id } of due) while (await world.store.change((tx) => clearSome(tx, id, { at, closeAlerts, world })));
}

function isClearable(tenant: StoredTenant, at: string): boolean {
  return isRetired(tenant) && !isRestorable(tenant, at) && (tenant.clearedAt ?? '') < (tenant.retiredAt ?? '');
}

interface Clearing {
  at: string;
  closeAlerts: CloseAlerts;
  world: World;
}

/** Closes a batch of alerts, and after the last one clears the row. Returns whether there is more to do. */
async function clearSome(tx: Tx, id: string, { at, closeAlerts, world }: Clearing): Promise<boolean> {
  const before = await tx.get('tenants', id);
  if (!before || !isClearable(before, at)) return false;
  const { numbers, isLeft } = await closeAlerts(tx, before, at, world);
  const fields = isLeft ? [] : removedFrom(before);
  const changes = [...fields, ...(numbers.length > 0 ? [{ field: 'alerts', before: null, after: numbers }] : [])];
  if (!isLeft) await tx.put('tenants', cleared((await tx.get('tenants', id)) ?? before, at));
  if (changes.length === 0) return isLeft;
  const entry = await tx.appendHistory({ at, by: null, byName: '', deed: 'tenant.cleared', tenantId: id, changes });
  const channels = [...contactChannels(before), ...fraudChannels(before)];
  await enqueueChangeNotice(tx, { tenantId: id, entry, channels, by: null, former: before.manager }, at);
  return isLeft;
}

function removedFrom({ contact, manager }: StoredTenant): Change[] {
  return [
    ...changesBetween<DeclaredContact>(contact, null, contactKeys).map(changeForHistory),
    ...(manager ? [{ field: 'manager', before: manager, after: null }] : []),
  ];
}

/** Returns the row without its contact, and without everything in it that names a person. */
function cleared(tenant: StoredTenant, at: string): StoredTenant {
  const { calendars: _shifts, overrides: _who, disowned: _presses, changedSinceAttested: _fields, ...rest } = tenant;
  const revision = { number: tenant.revision.number + 1, at, by: null };
  return { ...rest, contact: null, manager: null, complianceAttestedBy: null, revision, clearedAt: at };
}
