import type { StoredFinding } from '../domain/finding.ts';
import { groupsOf } from '../domain/finding-group.ts';
import type { Reader } from '../ports.ts';
import { isStillOpen, itemsOf } from './nag-shown.ts';

/** What can be put off from one button: a reminder's findings, or those of one kind of a tenant. */
export interface Snoozable {
  /** The reminder's id, or a tenant's and a code: the form's state. */
  id: string;
  /** In the order of the reminder. */
  items: readonly StoredFinding[];
  open: readonly StoredFinding[];
  /** Names of tenants by id. */
  tenants: ReadonlyMap<string, string>;
}

export async function snoozable(reader: Reader, id: string, now: string): Promise<Snoozable> {
  const nag = await reader.get('nags', id);
  const items = nag ? await itemsOf(reader, nag) : await ofKind(reader, id);
  const open = items.filter((item) => isStillOpen(item, now));
  const tenants = new Map<string, string>();
  for (const { tenantId } of items) tenants.set(tenantId, (await reader.get('tenants', tenantId))?.name ?? tenantId);
  return { id, items, open, tenants };
}

async function ofKind(reader: Reader, id: string): Promise<StoredFinding[]> {
  const [tenantId = '', kind] = id.split(' ');
  const open = await reader.scan('findings.open', { key: tenantId, after: null });
  return open.filter(({ code }) => code === kind);
}

/** Longer lists are put off as a whole; as many as are quick to read in a menu. */
const most = 13;

/** Each kind of each tenant, by the place of its first in the reminder, which does not change; ids would be too long for a menu. */
export function choices({ items, open }: Snoozable): { value: string; findings: readonly StoredFinding[] }[] {
  const groups = groupsOf(open, ({ tenantId }) => tenantId);
  return groups.slice(0, most).map(({ code, findings }) => {
    const first = items.findIndex((item) => item.code === code && item.tenantId === findings[0]?.tenantId);
    return { value: String(first), findings };
  });
}
