import { type About, type Delivery, isPending, noticeRank } from '../domain/delivery/delivery.ts';
import { placeInQueue } from '../domain/delivery/queue-order.ts';
import { type Channel, sameChannel } from '../domain/tenant/identity.ts';
import { type Reader, StoreFull, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { type AdminPlaces, adminPlaces } from './admin-destinations.ts';
import { type DeliveryKinds, kindOf } from './kind.ts';
import { enqueueForAdmins, insteadOf, type Telling } from './refusals.ts';
import { dropped } from './transitions.ts';

/** As many of what waits as one change looks at, so that nobody waits long for the store. */
const batchSize = 200;

interface Copying extends Telling {
  /** What is said of the channel before what waits for it. */
  news(channel: Channel, tenantId: string | null): About;
  isTold(delivery: Delivery): boolean;
}

/**
 * Enqueues for admins the news of a channel, and all that waits for it and is nowhere else, each thing once. Nothing is taken
 * from the channel, which gets it as soon as it can. A full store takes no more of it: it still waits for the channel.
 */
export async function copyToAdmins(queue: string, copying: Copying, { store }: Pick<World, 'store'>): Promise<void> {
  let after: string | null = null;
  do {
    const from: string | null = after;
    after = await store.change((tx) => copyBatch(tx, queue, from, copying)).catch(nullWhenFull);
  } while (after !== null);
}

function nullWhenFull(error: unknown): null {
  if (error instanceof StoreFull) return null;
  throw error;
}

/**
 * Copies what waits behind the place `after`, at most one batch. Returns the place of the last delivery that it looked at; null when
 * that was all. A copy that admins refused is not tried there each time.
 */
async function copyBatch(tx: Tx, queue: string, after: string | null, copying: Copying): Promise<string | null> {
  const due = await tx.scan('deliveries.due', { key: queue, after, limit: batchSize });
  const told = due.filter(copying.isTold);
  const [first] = told;
  if (first?.to.kind === 'channel') {
    const concerns = await kindOf(copying.kinds, first).concerns?.(tx, first.about);
    const about = copying.news(first.to.channel, concerns?.tenantId ?? null);
    await enqueueForAdmins(tx, [{ about, rank: noticeRank }], copying, { untold: true });
    for (const delivery of told) {
      const instead = delivery.state === 'posted' ? [] : await insteadOf(tx, delivery, 'late', copying.kinds);
      await enqueueForAdmins(tx, instead, copying, { untold: true });
    }
  }
  const last = due.length === batchSize ? due.at(-1) : undefined;
  return last ? placeInQueue(last) : null;
}

/**
 * Moves a delivery for admins away from a channel that is the admin channel no more, whose people may be others by now: it goes to
 * where admins are notified. Returns whether it did.
 */
export async function moveToAdmins(
  delivery: Delivery,
  kinds: DeliveryKinds,
  world: Pick<World, 'store' | 'clock' | 'directory'>,
): Promise<boolean> {
  if (!(await world.store.read((reader) => isAstray(reader, delivery, kinds)))) return false;
  const admins: AdminPlaces = await adminPlaces(world);
  if (admins.all.length === 0) return false;
  const at = world.clock.now();
  await world.store.change(
    async (tx) => {
      const known = await tx.get('deliveries', delivery.id);
      if (!known || !isPending(known)) return;
      const instead = await insteadOf(tx, known, 'astray', kinds);
      await enqueueForAdmins(tx, instead, { kinds, admins, at });
      await dropped(tx, known, at);
      await kindOf(kinds, known).moved?.(tx, known.about);
    },
    { evenWhenFull: true },
  );
  return true;
}

async function isAstray(reader: Reader, delivery: Delivery, kinds: DeliveryKinds): Promise<boolean> {
  if (delivery.to.kind !== 'channel') return false;
  const adminChannel = (await reader.get('organisation', 'organisation'))?.adminChannel;
  if (adminChannel && sameChannel(adminChannel, delivery.to.channel)) return false;
  return (await insteadOf(reader, delivery, 'astray', kinds)).length > 0;
}
