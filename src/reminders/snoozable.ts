import type { StoredFinding } from '../domain/finding.ts';
import { isSnoozed } from '../domain/reminding.ts';
import type { World } from '../ports.ts';

/** What can be put off from one button: a reminder's findings, or a single one. */
export interface Snoozable {
  /** The reminder's id or the finding's: the form's state. */
  id: string;
  /** In the order of the reminder. */
  items: readonly StoredFinding[];
  open: readonly StoredFinding[];
  /** Names of tenants by id. */
  tenants: ReadonlyMap<string, string>;
}

export async function snoozable(id: string, { store, clock }: World): Promise<Snoozable> {
  return store.read(async (reader) => {
    const nag = await reader.get('nags', id);
    const found = await Promise.all((nag?.items ?? [id]).map((item) => reader.get('findings', item)));
    const items = found.filter((item) => item !== null);
    const open = items.filter((item) => item.closedAt === null && !isSnoozed(item, clock.now()));
    const tenants = new Map<string, string>();
    for (const { tenantId } of items) tenants.set(tenantId, (await reader.get('tenants', tenantId))?.name ?? tenantId);
    return { id, items, open, tenants };
  });
}

/** Longer lists are put off as a whole. */
const most = 20;

/** Each one by its place in the reminder, which does not change; ids would be too long for Slack. */
export function choices({ items, open }: Snoozable): { value: string; findings: readonly StoredFinding[] }[] {
  return items
    .flatMap((item, index) => (open.includes(item) ? [{ value: String(index), findings: [item] }] : []))
    .slice(0, most);
}
