import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import type { ForAdmins } from '../../delivery/kind.ts';
import { withoutIt } from '../../delivery/transitions.ts';
import { type Alert, strandedFor, unchecked } from '../../domain/alert/alert.ts';
import { type Destination, highRank, queueOf } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { cardForMany, enqueueCards, isGivenUp, noteStranded, unroutedOf } from './enqueue-alert.ts';

/** The most alerts and digest cards that one change takes, and the most changes of one tick. */
const batchSize = 200;
const batches = 10;

const collections = ['alerts', 'digests'] as const;
type StrandedIn = (typeof collections)[number];

/**
 * Returns how many alerts nobody has and nobody will get: no channel takes them, and no admin is named or has a chat with the
 * bot.
 */
export function countStranded({ store }: Pick<World, 'store'>): Promise<number> {
  return store.read(async (reader) => {
    let count = 0;
    for (const key of await reader.keys('alerts.stranded'))
      count += key === unchecked ? await countUnchecked(reader) : await reader.count('alerts.stranded', key);
    for (const key of await reader.keys('digests.stranded'))
      for (const digest of await reader.scan('digests.stranded', { key, after: null }))
        if (await isStrandedDigest(reader, digest)) count += digest.unanswered;
    return count;
  });
}

/**
 * Counts the stranded alerts among those whose deliveries changed since the last tick. The next ticks check those that are too many for
 * this one.
 */
async function countUnchecked(reader: Reader): Promise<number> {
  const query = { key: unchecked, after: null, limit: batchSize * batches };
  let count = 0;
  for (const alert of await reader.scan('alerts.stranded', query)) if (await isStranded(reader, alert)) count += 1;
  return count;
}

/**
 * Enqueues the alerts that nobody has where admins are notified now; when that was in vain before, at every other admin and at the
 * admin channel. An alert that the same admins could not be given is not checked again.
 */
export async function reachNewAdmins(world: Pick<World, 'store' | 'clock' | 'directory' | 'onBug'>): Promise<void> {
  const keys = await world.store.read((reader) =>
    Promise.all(collections.map((one) => reader.keys(`${one}.stranded`))),
  );
  if (keys.flat().length === 0) return;
  const admins = await adminPlaces(world);
  const tried = strandedFor(admins.all.map(queueOf));
  let left = true;
  for (let batch = 0; left && batch < batches; batch++) {
    const how = { admins, tried, at: world.clock.now() };
    left = await world.store.change((tx) => reachSome(tx, how), { evenWhenFull: true });
  }
}

interface ReachContext {
  admins: AdminPlaces;
  /** The value that is noted in the row of an alert that none of these admins can be given. */
  tried: string;
  at: string;
}

/** Returns whether there may be more. */
async function reachSome(tx: Tx, how: ReachContext): Promise<boolean> {
  let room = batchSize;
  for (const collection of collections)
    for (const key of (await tx.keys(`${collection}.stranded`)).filter((one) => one !== how.tried)) {
      const some = await tx.scan(`${collection}.stranded`, { key, after: null, limit: room });
      for (const { id } of some) await reachWith(tx, collection, id, how);
      room -= some.length;
    }
  return room <= 0;
}

async function reachWith(tx: Tx, collection: StrandedIn, id: string, { admins, tried, at }: ReachContext) {
  const card = await strandedCard(tx, collection, id);
  const isReached =
    !card ||
    (await enqueueNew(tx, card, card.rank <= highRank ? admins.critical : admins.usual, at)) ||
    (await enqueueNew(tx, card, admins.all, at));
  await noteStranded(tx, collection, id, isReached ? null : tried);
}

/**
 * Enqueues the card where it was never sent. Returns whether there was such a place. A card that an admin refused is not tried at
 * every tick: it goes again once they write to the bot.
 */
async function enqueueNew(tx: Tx, card: ForAdmins, all: readonly Destination[], at: string): Promise<boolean> {
  const fresh = await withoutIt(tx, card.about, all);
  await enqueueCards(tx, card, fresh, at);
  return fresh.length > 0;
}

/** Returns the card that admins get of the alert, or the digest card; null when somebody has it, or will. */
async function strandedCard(tx: Tx, collection: StrandedIn, id: string): Promise<ForAdmins | null> {
  const alert = collection === 'alerts' ? await tx.get('alerts', id) : null;
  if (alert) return (await isStranded(tx, alert)) ? unroutedOf(alert) : null;
  const digest = collection === 'digests' ? await tx.get('digests', id) : null;
  return digest && (await isStrandedDigest(tx, digest)) ? cardForMany(digest) : null;
}

async function isStranded(reader: Reader, { id }: Alert): Promise<boolean> {
  return (await reader.scan('deliveries.cards', { key: id, after: null })).every(isGivenUp);
}

async function isStrandedDigest(reader: Reader, { id }: StormDigest): Promise<boolean> {
  const cards = await reader.scan('deliveries.digestCard', { key: id, after: null });
  return cards.length > 0 && cards.every(isGivenUp);
}
