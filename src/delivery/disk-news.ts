/**
 * Notifies the admins, once each, that the disk of the state folder is nearly full, that writes to it or to the database fail, and that this
 * is over.
 */
import { type DeliveryOf, type Destination, deliveryId, newsRank, queueOf } from '../domain/delivery/delivery.ts';
import type { AboutOf } from '../domain/delivery/kinds.ts';
import { platformOf } from '../domain/tenant/identity.ts';
import { ChatError } from '../ports/chat.ts';
import type { Tx } from '../ports/store.ts';
import type { DiskState, World } from '../ports/world.ts';
import { viewerLocaleOf } from '../request/viewer-locale.ts';
import { card } from '../view/view.ts';
import { adminPlaces, adminsIn } from './admin-destinations.ts';
import { enqueueFor } from './transitions.ts';

/** Free bytes below which the disk is nearly full, and from which it has room again. */
const bytes = { low: 500e6, room: 600e6 } as const;

/** The counter that is 1 while the disk is nearly full and the admins were notified of that. */
const counter = 'disk level';

/**
 * Returns the step of a tick that watches the disk, or the database. The news that writes fail is posted without the store. Which admins have that news is
 * known only in memory, so each start on a full disk posts it once more.
 */
export function watchDisk(world: World): () => Promise<void> {
  const heard = new Set<string>();
  return async () => {
    const disk = await world.disk();
    if (disk === null) return;
    if (disk.writable) await notifyRoom(disk.freeBytes, heard, world);
    else await postFull(disk, heard, world);
  };
}

/** Posts that nothing can be saved to those admins who have not heard it; to all of them where those of critical news take nothing. */
async function postFull({ writable, ...why }: DiskState, heard: Set<string>, world: World): Promise<void> {
  const admins = await adminPlaces(world);
  const about = { kind: 'disk', level: 'full', ...why, at: world.clock.now() } as const;
  for (const to of admins.critical) await postOnce(to, about, heard, world);
  if (heard.size === 0) for (const to of admins.all) await postOnce(to, about, heard, world);
}

/** Posts the news at once. What may have arrived counts as heard; what certainly did not is tried again by the next tick. */
async function postOnce(to: Destination, about: AboutOf<'disk'>, heard: Set<string>, world: World): Promise<void> {
  const queue = queueOf(to);
  const chat = world.chats[platformOf(queue)];
  if (!chat || heard.has(queue)) return;
  const { card } = await diskCard({ about, to }, world);
  const mentions = to.kind === 'channel' ? await adminsIn(to.channel, world) : [];
  try {
    await chat.post(to, { ...card, mentions }, { deliveryId: deliveryId(about, to), thread: null });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    if (!error.maybeDone) return;
  }
  heard.add(queue);
}

/**
 * Enqueues for the admins that the disk is nearly full, or has room again. While no admin can be notified, that it is nearly full waits.
 */
async function notifyRoom(freeBytes: number | null, heard: Set<string>, world: World): Promise<void> {
  const again = heard.size > 0;
  // Of a database nobody knows how much room it has; the counter may be that of a disk, from which the state moved.
  const told = freeBytes === null ? null : await world.store.read((reader) => reader.get('counters', counter));
  const wasLow = told?.value === 1;
  const low = freeBytes !== null && freeBytes < (wasLow || again ? bytes.room : bytes.low);
  if (low === wasLow && !again) return;
  const admins = await adminPlaces(world);
  if (low && admins.all.length === 0) return;
  const at = world.clock.now();
  const about = { kind: 'disk', level: low ? 'low' : 'room', ...(again ? { again } : {}), freeBytes, at } as const;
  const notify = async (tx: Tx) => {
    await tx.put('counters', { id: counter, value: low ? 1 : 0 });
    await enqueueFor(tx, { about, rank: newsRank }, again ? admins.critical : admins.usual, at);
  };
  await world.store.change(notify, { evenWhenFull: true });
  heard.clear();
}

const tones = { low: 'warning', full: 'danger', room: 'good' } as const;

/** Returns the card that says to admins how the disk, or the database, is. */
export async function diskCard({ about, to }: Pick<DeliveryOf<'disk'>, 'about' | 'to'>, world: World) {
  const { disk, database } = (await viewerLocaleOf(to, world)).messages;
  const { level } = about;
  const [tone, mentionsAdmins] = [tones[level], level === 'full'];
  if (about.freeBytes === null) {
    if (about.trouble !== undefined && mentionsAdmins) {
      const { title, summary, text, remedy } = database.away;
      return { card: card(title, summary, { tone, text: [text(about.trouble), remedy] }), revision: 1, mentionsAdmins };
    }
    const { title, summary, text } = mentionsAdmins ? database.full : database.room;
    const lines = [text, ...(mentionsAdmins ? [database.full.remedy] : [])];
    return { card: card(title, summary, { tone, text: lines }), revision: 1, mentionsAdmins };
  }
  const megabytes = Math.floor(about.freeBytes / 1e6);
  const { title } = disk[level];
  const summary = level === 'full' ? disk.full.summary : disk[level].summary(megabytes);
  const state = level === 'full' ? disk.full.text : disk[level].text(megabytes);
  const text = [
    ...(about.again && level === 'low' ? [disk.again] : []),
    state,
    ...(level === 'room' ? [] : [disk.remedy]),
  ];
  return { card: card(title, summary, { tone, text }), revision: 1, mentionsAdmins };
}
