import { oweChangeNotice } from '../change-notice.ts';
import { type Change, changesBetween, type NewEntry } from '../domain/history.ts';
import type { Channel, Identity } from '../domain/identity.ts';
import { Organisation } from '../domain/partner-tenant.ts';
import type { Tx } from '../ports.ts';
import { keeping } from './keeping.ts';

/** The history's entry, and the admin channels before and after it. */
export interface Moved {
  entry: number;
  channels: readonly (Channel | null)[];
}

/** Null when nothing is new. */
export async function importOrganisation(
  tx: Tx,
  organisation: Organisation,
  given: object,
  entry: (tenantId: null, changes: Change[]) => NewEntry,
): Promise<Moved | null> {
  const before = await tx.get('organisation', 'organisation');
  const after = keeping(before, { ...organisation, id: 'organisation' as const }, given);
  const changes = changesBetween(before, after, Organisation.keyof().options);
  if (changes.length === 0) return null;
  await tx.put('organisation', after);
  const number = await tx.record(entry(null, changes));
  return { entry: number, channels: [before?.adminChannel ?? null, after.adminChannel] };
}

/** As in set-up, by the name of a tenant: somebody who takes the admin channel away would hear what admins should. */
export async function tellAdmins(tx: Tx, { entry, channels }: Moved, by: Identity | null, at: string): Promise<void> {
  const [tenant] = await tx.list('tenants');
  if (tenant) await oweChangeNotice(tx, { tenantId: tenant.id, entry, channels, by }, at);
}
