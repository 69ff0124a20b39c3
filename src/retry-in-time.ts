import type { Refusing } from './domain/finding.ts';
import { channelOfKey } from './domain/identity.ts';
import { absence, mayPass } from './domain/refusal-reason.ts';
import { ChatError, type World } from './ports.ts';
import { retryAny } from './retry-refused.ts';

/** After a refusal, then twice as long each time. */
const firstMs = 60_000;
const mostMs = 3_600_000;

/**
 * Tries again, with one thing for each destination, what was refused and may pass without anybody telling the bot: a right
 * that was missing for a moment, or a channel to which it was added back unnoticed. Whoever takes it gets the rest too.
 */
export async function retryInTime(world: World): Promise<void> {
  const now = world.clock.now();
  const due = await world.store.read(async (reader) => {
    const queues = await reader.keys('deliveries.retry');
    const rows = await Promise.all(queues.map((queue) => reader.get('refusing', queue)));
    return rows.flatMap((row) => (row && isDue(row, now) ? [row] : []));
  });
  for (const row of due) {
    const isBack = await mayBeBack(row, world);
    await world.store.change(async (tx) => {
      // Meanwhile something may have gone through.
      const known = await tx.get('refusing', row.id);
      if (known) await tx.put('refusing', { ...known, lookedAt: now, tries: (known.tries ?? 0) + 1 });
    });
    if (isBack) await retryAny(row.id, world);
  }
}

function isDue({ id, at, lookedAt, reason, tries = 0 }: Refusing, now: string): boolean {
  const passed = Date.parse(now) - Date.parse(lookedAt ?? at);
  // A clock that was put back makes nobody wait longer.
  const waited = passed < 0 || passed >= Math.min(mostMs, firstMs * 2 ** Math.min(tries, 10));
  return waited && mayPass(reason, channelOfKey(id) ? 'channel' : 'person');
}

/** Where the bot was not, it looks first: each try would be one more refusal. */
async function mayBeBack({ id, reason }: Refusing, { chats }: World): Promise<boolean> {
  const channel = channelOfKey(id);
  if (!channel || !absence.test(reason)) return true;
  try {
    return (await chats[channel.platform]?.channel(channel.address))?.kind === 'joined';
  } catch (error) {
    if (error instanceof ChatError) return false;
    throw error;
  }
}
