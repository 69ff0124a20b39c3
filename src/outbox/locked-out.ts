import { adminPlaces } from '../admins.ts';
import { platformOfQueue, queueOf } from '../domain/delivery.ts';
import type { World } from '../ports.ts';
import { oweWaiting } from './owe-waiting.ts';

/** A platform lets the bot in nowhere: admins of the other one hear of it, once a day, and get what waits for the channel and is nowhere else. */
export async function lockedOut(queue: string, reason: string, world: World): Promise<void> {
  const admins = await adminPlaces(world, (to) => platformOfQueue(queueOf(to)) === platformOfQueue(queue));
  if (admins.critical.length === 0) return;
  const at = world.clock.now();
  await oweWaiting(
    queue,
    {
      ...{ admins, at, isTold: () => true },
      news: (channel, tenantId) => ({
        ...{ kind: 'channelRefused', tenantId, channel, urgent: true },
        reason: `${reason} ${at.slice(0, 10)}`,
      }),
    },
    world,
  );
}
