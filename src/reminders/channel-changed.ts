import { type Channel, sameChannel } from '../domain/identity.ts';
import type { World } from '../ports.ts';
import { lookAgain } from './look-again.ts';

/** The platform says that a channel, or the bot in it, is gone or back: the tenants that post there are looked at at the next tick. */
export async function channelChanged(channel: Channel, world: World): Promise<void> {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  const there = tenants.filter(({ contact, fraudChannels }) =>
    [...(contact?.channels ?? []), ...fraudChannels].some((one) => sameChannel(one, channel)),
  );
  if (there.length === 0) return;
  await lookAgain(
    there.map(({ id }) => id),
    world,
  );
}
