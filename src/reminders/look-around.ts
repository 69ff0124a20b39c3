import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reader, World } from '../ports.ts';
import { lookAt } from './look.ts';

/** Half a day, so that a dead mail domain is seen twice, a day apart, within a day and a half. */
const everyMs = 12 * 3_600_000;
/** As many as one tick looks at, so that the platforms' limits are never felt. */
const together = 2;

/** Looks at the tenants whose turn it is: new ones, changed ones, and those that nobody looked at for half a day. */
export async function lookAround(world: World): Promise<void> {
  const turn = await world.store.read(async (reader) => whoseTurn(reader, world.clock.now()));
  for (const tenant of turn) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const { check } = await lookAt(tenant, before, world);
    await world.store.change((tx) => tx.put('checks', check));
  }
}

async function whoseTurn(reader: Reader, now: string): Promise<StoredTenant[]> {
  const before = new Date(Date.parse(now) - everyMs).toISOString();
  const found: StoredTenant[] = [];
  for (const tenant of await reader.list('tenants')) {
    if (found.length === together) return found;
    const check = await reader.get('checks', tenant.id);
    const changed = check !== null && tenant.revision.at !== null && tenant.revision.at >= check.at;
    if (check === null || changed || check.at <= before) found.push(tenant);
  }
  return found;
}
