import type { Nag } from '../collections.ts';
import type { StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { isSnoozed } from '../domain/reminding.ts';
import { channelsInFindings, peopleInFindings } from '../finding-text.ts';
import { type Names, namesOf } from '../names.ts';
import type { Reader } from '../ports.ts';
import type { Text } from '../view.ts';

export interface NagShown {
  nag: Nag;
  /** What it told of, as things are now; what is long over is not among them. */
  items: readonly StoredFinding[];
  tenants: ReadonlyMap<string, StoredTenant>;
  names: Names;
  now: string;
  /** Said first, to whoever pressed a button; null for nothing. */
  notice: Text | null;
}

/** Everything that the card of a reminder shows. */
export async function nagShown(reader: Reader, nag: Nag, how: Pick<NagShown, 'now' | 'notice'>): Promise<NagShown> {
  const items = await itemsOf(reader, nag);
  const ids = [...new Set(items.map(({ tenantId }) => tenantId))];
  const tenants = (await Promise.all(ids.map((id) => reader.get('tenants', id)))).filter((one) => one !== null);
  const names = await namesOf(reader, peopleInFindings(items), channelsInFindings(items));
  return { nag, items, tenants: new Map(tenants.map((tenant) => [tenant.id, tenant])), names, ...how };
}

/** What a reminder told of, as things are now. */
export async function itemsOf(reader: Reader, { items }: Nag): Promise<StoredFinding[]> {
  const found = await Promise.all(items.map((id) => reader.get('findings', id)));
  return found.filter((item) => item !== null);
}

/** Whether it is still to be done. */
export function isStillOpen(item: StoredFinding, now: string): boolean {
  return item.closedAt === null && !isSnoozed(item, now);
}
