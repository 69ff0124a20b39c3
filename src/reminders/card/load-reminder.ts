import type { StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { namesInFindings } from '../../findings/text.ts';
import type { Nag } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import type { Names } from '../../request/names.ts';
import type { Text } from '../../view/view.ts';
import { othersOpen } from '../audience/open-for.ts';

/** A reminder with everything that its card shows. */
export interface LoadedReminder {
  nag: Nag;
  /** What it told of, as things are now; what is long over is not among them. */
  items: readonly StoredFinding[];
  tenants: ReadonlyMap<string, StoredTenant>;
  names: Names;
  now: string;
  /** Whether something else is open for whoever reads it; asked where nothing of this is left. */
  others: boolean;
  /** Said first, to whoever pressed a button; null for nothing. */
  notice: Text | null;
}

/** Everything that the card of a reminder shows. */
export async function loadReminder(
  reader: Reader,
  nag: Nag,
  notice: Text | null,
  world: World,
): Promise<LoadedReminder> {
  const items = await itemsOf(reader, nag);
  const ids = [...new Set(items.map(({ tenantId }) => tenantId))];
  const tenants = (await Promise.all(ids.map((id) => reader.get('tenants', id)))).filter((one) => one !== null);
  const names = await namesInFindings(reader, items);
  const over = items.every(({ closedAt }) => closedAt !== null);
  const others = over && (await othersOpen(reader, nag, world));
  const now = world.clock.now();
  return { nag, items, tenants: new Map(tenants.map((tenant) => [tenant.id, tenant])), names, others, now, notice };
}

/** What a reminder told of, as things are now. */
export async function itemsOf(reader: Reader, { items }: Nag): Promise<StoredFinding[]> {
  const found = await Promise.all(items.map((id) => reader.get('findings', id)));
  return found.filter((item) => item !== null);
}

/** Whether it is put off. */
export function isPutOff(item: StoredFinding, now: string): boolean {
  return item.closedAt === null && isSnoozed(item, now);
}

/** Whether it is still to be done. */
export function isStillOpen(item: StoredFinding, now: string): boolean {
  return item.closedAt === null && !isSnoozed(item, now);
}

/** How many of it are put off. */
export function putOffIn({ items, now }: LoadedReminder): number {
  return items.filter((item) => isPutOff(item, now)).length;
}

/** The one tenant that the card is about; null for several. */
export function onlyIn({ tenants }: LoadedReminder): StoredTenant | null {
  const [only] = tenants.values();
  return only && tenants.size === 1 ? only : null;
}
