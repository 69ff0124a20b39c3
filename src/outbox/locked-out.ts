import { type Destination, platformOfQueue, queueOf } from '../domain/delivery.ts';
import type { World } from '../ports.ts';
import { oweWaiting } from './owe-waiting.ts';

/** A platform lets the bot in nowhere: admins of the other one hear of it, once a day, and get what waits for the channel and is nowhere else. */
export async function lockedOut(
  queue: string,
  reason: string,
  admins: readonly Destination[],
  world: World,
): Promise<void> {
  const others = admins.filter((admin) => platformOfQueue(queueOf(admin)) !== platformOfQueue(queue));
  if (others.length === 0) return;
  const at = world.clock.now();
  await oweWaiting(
    queue,
    {
      ...{ admins: others, at, isTold: () => true },
      news: (channel, tenantId) => ({
        ...{ kind: 'channelRefused', tenantId, channel },
        reason: `${reason} ${at.slice(0, 10)}`,
      }),
    },
    world,
  );
}
