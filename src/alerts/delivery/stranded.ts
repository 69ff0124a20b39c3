import { type AdminPlaces, adminPlaces } from '../../delivery/admin-destinations.ts';
import type { ForAdmins } from '../../delivery/kind.ts';
import type { Alert } from '../../domain/alert/alert.ts';
import { notLookedAt, strandedFor } from '../../domain/alert/alert.ts';
import { type Delivery, type Destination, highRank, queueOf } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { Collections } from '../../ports/collections.ts';
import type { Reader, Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { cardForMany, enqueueAlert, unroutedOf } from './enqueue-alert.ts';

/** As many as one change may take, and as many changes as one tick may. */
const together = 200;
const slices = 10;

/** How many alerts nobody has and nobody will get: no channel takes them, and no admin is named, or none has a chat with the bot. */
export function countStranded({ store }: Pick<World, 'store'>): Promise<number> {
  return store.read(async (reader) => {
    let count = 0;
    for (const key of await reader.keys('alerts.stranded'))
      count += key === notLookedAt ? await strandedOfNew(reader) : await reader.count('alerts.stranded', key);
    for (const key of await reader.keys('digests.stranded'))
      for (const digest of await reader.scan('digests.stranded', { key, after: null }))
        if (await isStrandedDigest(reader, digest)) count += digest.unanswered;
    return count;
  });
}

/** Of those whose deliveries changed since the last tick. The next ticks look at those that are too many for this one. */
async function strandedOfNew(reader: Reader): Promise<number> {
  const query = { key: notLookedAt, after: null, limit: together * slices };
  let count = 0;
  for (const alert of await reader.scan('alerts.stranded', query)) if (await isStranded(reader, alert)) count += 1;
  return count;
}

/**
 * Owes what is stranded to where admins are told now, and when they were given it in vain, to every other admin and the admin
 * channel. What the same admins could not be given is not looked at again. Returns the queues that have work now.
 */
export async function reachNewAdmins(world: Pick<World, 'store' | 'clock' | 'directory'>): Promise<readonly string[]> {
  if ((await world.store.read(keysOf)).length === 0) return [];
  const admins = await adminPlaces(world);
  const tried = strandedFor(admins.all.map(queueOf));
  const queues = new Set<string>();
  for (let slice = 0; slice < slices; slice++) {
    const how = { admins, tried, at: world.clock.now() };
    const some = await world.store.change((tx) => reachSome(tx, how), { settles: true });
    for (const queue of some.queues) queues.add(queue);
    if (!some.left) break;
  }
  return [...queues];
}

async function keysOf(reader: Reader): Promise<string[]> {
  return [...(await reader.keys('alerts.stranded')), ...(await reader.keys('digests.stranded'))];
}

interface Slice {
  queues: readonly string[];
  left: boolean;
}

async function reachSome(tx: Tx, how: How): Promise<Slice> {
  const queues: string[] = [];
  let room = together;
  for (const key of (await tx.keys('alerts.stranded')).filter((one) => one !== how.tried)) {
    const some = await tx.scan('alerts.stranded', { key, after: null, limit: room });
    for (const { id } of some) queues.push(...(await reachWith(tx, 'alerts', id, how)));
    room -= some.length;
  }
  for (const key of (await tx.keys('digests.stranded')).filter((one) => one !== how.tried)) {
    const some = await tx.scan('digests.stranded', { key, after: null, limit: room });
    for (const { id } of some) queues.push(...(await reachWith(tx, 'digests', id, how)));
    room -= some.length;
  }
  return { queues, left: room <= 0 };
}

interface How {
  admins: AdminPlaces;
  /** What is noted of what none of them can be given. */
  tried: string;
  at: string;
}

async function reachWith(
  tx: Tx,
  kind: 'alerts' | 'digests',
  id: string,
  { admins, tried, at }: How,
): Promise<string[]> {
  const owed = kind === 'alerts' ? await alertOwed(tx, id) : await digestOwed(tx, id);
  let queues: string[] = [];
  if (owed) queues = await oweNew(tx, owed, owed.rank <= highRank ? admins.critical : admins.usual, at);
  if (owed && queues.length === 0) queues = await oweNew(tx, owed, admins.all, at);
  await note(tx, kind, id, owed && queues.length === 0 ? tried : null);
  return queues;
}

/** What somebody refused is not tried at every tick: it goes again once they write to the bot. */
async function oweNew(tx: Tx, owed: ForAdmins, place: readonly Destination[], at: string): Promise<string[]> {
  const queues: string[] = [];
  for (const to of place)
    if (!(await tx.get('deliveries', deliveryId(owed.about, to))))
      queues.push(await enqueueAlert(tx, { ...owed, to }, at));
  return queues;
}

async function note(tx: Tx, kind: 'alerts' | 'digests', id: string, stranded: string | null): Promise<void> {
  const row: Collections['alerts' | 'digests'] | null = await tx.get(kind, id);
  if (row) await tx.put(kind, { ...row, stranded });
}

/** What an admin gets of it; null when somebody has it, or will. */
async function alertOwed(tx: Tx, id: string): Promise<ForAdmins | null> {
  const alert = await tx.get('alerts', id);
  if (!alert || !(await isStranded(tx, alert))) return null;
  return unroutedOf(alert);
}

async function digestOwed(tx: Tx, id: string): Promise<ForAdmins | null> {
  const digest = await tx.get('digests', id);
  if (!digest || !(await isStrandedDigest(tx, digest))) return null;
  return cardForMany(digest);
}

async function isStranded(reader: Reader, { id }: Alert): Promise<boolean> {
  return !(await reader.scan('deliveries.cards', { key: id, after: null })).some(isOnItsWay);
}

async function isStrandedDigest(reader: Reader, { id }: StormDigest): Promise<boolean> {
  const cards = await reader.scan('deliveries.digestCard', { key: id, after: null });
  return cards.length > 0 && !cards.some(isOnItsWay);
}

function isOnItsWay({ state }: Delivery): boolean {
  return state !== 'refused' && state !== 'dropped';
}
