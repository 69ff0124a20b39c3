import { absence } from '../domain/delivery/refusal-reason.ts';
import { channelKey } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { ifChatError } from '../ports/chat.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { dueNow } from '../store/due.ts';
import { probeTenant, recordProbe } from './probe.ts';

/** Milliseconds from one probe of a tenant to the next: half a day, so that a dead mail domain is seen twice, a day apart, within a day and a half. */
const everyMs = 12 * 3_600_000;
/**
 * Returns the number of tenants that one tick probes: few, so that the platforms' limits are never felt, and enough to probe all
 * within a quarter of a day with a tick every ten seconds, so that all are probed in time even when the bot was down meanwhile.
 */
const batchSizeOf = (tenants: number) => Math.max(2, Math.ceil(tenants / 2_000));

/** Probes the tenants that are due: new ones, changed ones, and those that were not probed for half a day. */
export async function probeDue(world: World): Promise<void> {
  for (const tenant of await world.store.read((reader) => dueTenants(reader, world))) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const probe = await probeTenant(tenant, before, world, { fresh: false });
    await world.store.change((tx) => recordProbe(tx, probe, before));
  }
}

/** Returns new and changed tenants first, then those whose last probe is longest ago, so that each is probed however many there are. */
async function dueTenants(reader: Reader, { clock }: World): Promise<StoredTenant[]> {
  const now = clock.now();
  const batchSize = batchSizeOf(await reader.count('checks.oldest', ''));
  const ids = new Set(await dueNow(reader, 'probe', now, batchSize));
  const before = new Date(Date.parse(now) - everyMs).toISOString();
  for (const { id, at, changedAt } of await reader.scan('checks.oldest', { key: '', after: null, limit: batchSize }))
    if (changedAt !== undefined || at <= before) ids.add(id);
  const tenants = await Promise.all([...ids].map((id) => reader.get('tenants', id)));
  return tenants.filter((tenant) => tenant !== null).slice(0, batchSize);
}

/** Milliseconds from one probe of the admin channel to the next. */
const adminChannelEveryMs = 3_600_000;

/** Finds out whether the bot is back in the admin channel, which refused it for its absence. The channel is in no contact, so no other probe does. */
export async function probeAdminChannel(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const { channel, row } = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    return { channel, row: channel && (await reader.get('refusing', channelKey(channel))) };
  });
  const now = clock.now();
  if (!channel || !row || !absence.test(row.reason)) return;
  if (Date.parse(now) - Date.parse(row.lookedAt ?? row.at) < adminChannelEveryMs) return;
  const asked = chats[channel.platform]?.channel(channel.address);
  const facts = await asked?.catch(ifChatError(() => true, null));
  await store.change(async (tx) => {
    // Meanwhile a message may have gone through, or been refused anew.
    if ((await tx.get('refusing', row.id))?.at !== row.at) return;
    if (facts?.kind === 'joined') await tx.remove('refusing', row.id);
    else await tx.put('refusing', { ...row, lookedAt: now });
  });
}
