import { adminPlaces } from '../admins.ts';
import { type Delivery, highRank } from '../domain/delivery.ts';
import { sameChannel } from '../domain/identity.ts';
import { lookForStranded } from '../look-for-stranded.ts';
import type { Reader, World } from '../ports.ts';
import { following } from './for-admins.ts';
import { dropped, enqueue } from './transitions.ts';

/**
 * What is for admins does not go to a channel that is the admin channel no more, whose people may be others by now: it goes to
 * where admins are told. Returns the queues that have work now; null when it may go where it was to go.
 */
export async function moveToAdmins(
  delivery: Delivery,
  world: Pick<World, 'store' | 'clock' | 'directory'>,
): Promise<readonly string[] | null> {
  if (!(await world.store.read((reader) => isAstray(reader, delivery)))) return null;
  const admins = await adminPlaces(world);
  if (admins.all.length === 0) return null;
  const at = world.clock.now();
  return world.store.change(
    async (tx) => {
      const known = await tx.get('deliveries', delivery.id);
      if (known?.state !== 'waiting' && known?.state !== 'sending') return [];
      const queues: string[] = [];
      for (const what of await following(tx, known))
        for (const to of what.rank <= highRank ? admins.critical : admins.usual)
          queues.push(await enqueue(tx, { ...what, to }, at));
      await dropped(tx, known, at);
      await lookForStranded(tx, known.about);
      return queues;
    },
    { settles: true },
  );
}

async function isAstray(reader: Reader, delivery: Delivery): Promise<boolean> {
  if (delivery.to.kind !== 'channel' || delivery.about.kind === 'alert') return false;
  const adminChannel = (await reader.get('organisation', 'organisation'))?.adminChannel;
  if (adminChannel && sameChannel(adminChannel, delivery.to.channel)) return false;
  return (await following(reader, delivery)).length > 0;
}
