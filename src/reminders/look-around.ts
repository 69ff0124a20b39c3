import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Reader, Store, World } from '../ports.ts';
import { whileSame } from '../while-same.ts';
import { lookAt } from './look.ts';
import { noteCheck } from './note-check.ts';

/** Half a day, so that a dead mail domain is seen twice, a day apart, within a day and a half. */
const everyMs = 12 * 3_600_000;
/**
 * As many of so many as one tick looks at: few, so that the platforms' limits are never felt, and enough for each within
 * half of its half day, with a tick every ten seconds, so that it also comes when the bot was down meanwhile.
 */
const togetherOf = (tenants: number) => Math.max(2, Math.ceil(tenants / 2_000));

/** Looks at the tenants whose turn it is: new ones, changed ones, and those that nobody looked at for half a day. */
export async function lookAround(world: World): Promise<void> {
  const turn = await world.store.read(async (reader) => whoseTurn(reader, world));
  for (const tenant of turn) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const look = await lookAt(tenant, before, world, { fresh: false });
    await world.store.change((tx) => noteCheck(tx, look, before));
  }
}

/** New ones and changed ones first, then those that nobody looked at for longest: each comes, however many there are. */
async function whoseTurn(reader: Reader, { store, clock }: World): Promise<StoredTenant[]> {
  const tenants = await reader.list('tenants');
  const together = togetherOf(tenants.length);
  const found = new Set(await notSeenYet(reader, store, tenants));
  const before = new Date(Date.parse(clock.now()) - everyMs).toISOString();
  for (const { id, at, changedAt } of await reader.scan('checks.oldest', { key: '', after: null, limit: together })) {
    const tenant = changedAt !== undefined || at <= before ? await reader.get('tenants', id) : null;
    if (tenant) found.add(tenant);
  }
  return [...found].slice(0, together);
}

/** That all were seen since they last changed. It stays so: a look only gets newer. */
const allSeen = whileSame<true>();

async function notSeenYet(
  reader: Reader,
  store: Store,
  tenants: readonly StoredTenant[],
): Promise<readonly StoredTenant[]> {
  if (allSeen.get(store, [tenants])) return [];
  const found: StoredTenant[] = [];
  for (const tenant of tenants) {
    if (found.length === togetherOf(tenants.length)) return found;
    const check = await reader.get('checks', tenant.id);
    if (check === null || (tenant.revision.at !== null && tenant.revision.at >= check.at)) found.push(tenant);
  }
  if (found.length === 0) allSeen.set(store, [tenants], true);
  return found;
}
