import { channelKey } from '../domain/identity.ts';
import { absence } from '../domain/refusal-reason.ts';
import type { World } from '../ports.ts';
import { orNull } from './look.ts';

const everyMs = 3_600_000;

/** The admin channel is in no contact, so nobody else looks whether the bot is back where it was refused for its absence. */
export async function lookAtAdminChannel(world: World): Promise<void> {
  const { store, clock, chats } = world;
  const known = await store.read(async (reader) => {
    const channel = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    return { channel, row: channel && (await reader.get('refusing', channelKey(channel))) };
  });
  const { channel, row } = known;
  const now = clock.now();
  if (!channel || !row || !absence.test(row.reason) || Date.parse(now) - Date.parse(row.lookedAt ?? row.at) < everyMs)
    return;
  const facts = await orNull(() => chats[channel.platform]?.channel(channel.address));
  await store.change(async (tx) => {
    // Meanwhile a message may have gone through, or been refused anew.
    if ((await tx.get('refusing', row.id))?.at !== row.at) return;
    if (facts?.kind === 'joined') await tx.remove('refusing', row.id);
    else await tx.put('refusing', { ...row, lookedAt: now });
  });
}
