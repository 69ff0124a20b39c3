import { absence } from '../domain/delivery/refusal-reason.ts';
import { channelKey } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { dueNow } from '../store/due.ts';
import { orNull, probeTenant, recordProbe } from './probe.ts';

/** Half a day, so that a dead mail domain is seen twice, a day apart, within a day and a half. */
const everyMs = 12 * 3_600_000;
/**
 * As many of so many as one tick looks at: few, so that the platforms' limits are never felt, and enough for each within
 * half of its half day, with a tick every ten seconds, so that it also comes when the bot was down meanwhile.
 */
const batchSizeOf = (tenants: number) => Math.max(2, Math.ceil(tenants / 2_000));

/** Looks at the tenants whose turn it is: new ones, changed ones, and those that nobody looked at for half a day. */
export async function probeDue(world: World): Promise<void> {
  const turn = await world.store.read(async (reader) => whoseTurn(reader, world));
  for (const tenant of turn) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const look = await probeTenant(tenant, before, world, { fresh: false });
    await world.store.change((tx) => recordProbe(tx, look, before));
  }
}

/** New ones and changed ones first, then those that nobody looked at for longest: each comes, however many there are. */
async function whoseTurn(reader: Reader, { clock }: World): Promise<StoredTenant[]> {
  const now = clock.now();
  const batchSize = batchSizeOf(await reader.count('checks.oldest', ''));
  const ids = new Set(await dueNow(reader, 'probe', now, batchSize));
  const before = new Date(Date.parse(now) - everyMs).toISOString();
  for (const { id, at, changedAt } of await reader.scan('checks.oldest', { key: '', after: null, limit: batchSize }))
    if (changedAt !== undefined || at <= before) ids.add(id);
  const tenants = await Promise.all([...ids].map((id) => reader.get('tenants', id)));
  return tenants.filter((tenant) => tenant !== null).slice(0, batchSize);
}

const adminChannelEveryMs = 3_600_000;

/** The admin channel is in no contact, so nobody else looks whether the bot is back where it was refused for its absence. */
export async function probeAdminChannel(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const known = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    return { channel, row: channel && (await reader.get('refusing', channelKey(channel))) };
  });
  const { channel, row } = known;
  const now = clock.now();
  if (
    !channel ||
    !row ||
    !absence.test(row.reason) ||
    Date.parse(now) - Date.parse(row.lookedAt ?? row.at) < adminChannelEveryMs
  )
    return;
  const facts = await orNull(() => chats[channel.platform]?.channel(channel.address));
  await store.change(async (tx) => {
    // Meanwhile a message may have gone through, or been refused anew.
    if ((await tx.get('refusing', row.id))?.at !== row.at) return;
    if (facts?.kind === 'joined') await tx.remove('refusing', row.id);
    else await tx.put('refusing', { ...row, lookedAt: now });
  });
}
