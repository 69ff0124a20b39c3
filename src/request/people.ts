import { type Identity, platformOf } from '../domain/tenant/identity.ts';
import { isTimezone } from '../domain/time/zones.ts';
import { ChatError, type Member } from '../ports/chat.ts';
import { ifUnwritable, type Reader, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { dueId, dueNow, noteNext } from '../store/due.ts';

/** Asks the platform about a person whom the bot never met, so that the first message to them is in their language. */
export async function meet(id: Identity, world: Pick<World, 'store' | 'chats'>): Promise<void> {
  try {
    const person = await world.chats[platformOf(id)]?.person(id, false);
    if (person?.kind === 'member') await remember(person, world);
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}

/**
 * So that the other platform, and the history, can show a name, and reminders come by the person's own clock and in
 * their language. Written only when it is news; a full disk keeps nobody from reading.
 */
export async function remember(member: Member, { store }: Pick<World, 'store'>): Promise<void> {
  const { id, name } = member;
  const known = await store.read((reader) => reader.get('people', id));
  // A platform may tell these only of people whom the bot met since its start.
  const locale = member.locale ?? known?.locale ?? null;
  const timezone = (isTimezone(member.timezone ?? '') ? member.timezone : null) ?? known?.timezone ?? null;
  if (known?.name === name && known.locale === locale && known.timezone === timezone) return;
  const change = async (tx: Tx) => tx.put('people', { ...(await tx.get('people', id)), id, name, locale, timezone });
  await store.change(change).catch(ifUnwritable(() => undefined));
}

/** The identity that stands for a person who has several: compare people by it, whatever the register or the settings call them. */
export function firstMet(id: Identity, { chats }: Pick<World, 'chats'>): Identity {
  return chats[platformOf(id)]?.firstMet(id) ?? id;
}

/** One tick asks for so many people, which stays far below the platforms' rate limits. */
const batchSize = 20;
/** A person whom the platform did not name (a guest, somebody who left) is asked for again after this time. */
const againAfterMs = 60 * 60_000;

/** Asks for the names of people whom the register or the settings mention and whom the bot never met, or met before it kept zones: each once an hour at most. */
export async function learnNames(world: World): Promise<void> {
  const { store, directory, clock } = world;
  const admins = await directory.globalAdmins(batchSize).catch(() => []);
  const now = clock.now();
  const turn = await store.read(async (reader) => {
    const due = await dueNow(reader, 'name', now, batchSize);
    return [...(await newAmong(reader, admins, world)), ...due].slice(0, batchSize);
  });
  for (const id of turn) {
    if (!(await store.read((reader) => isKnown(reader, id, world)))) await meet(id, world);
    await store.change(async (tx) => {
      if (await isKnown(tx, id, world)) await tx.remove('due', dueId('name', id));
      else await noteNext(tx, 'name', id, { at: new Date(Date.parse(now) + againAfterMs).toISOString(), from: now });
    });
  }
}

/** Admins whom the bot does not know, and whom it never asked for. */
async function newAmong(reader: Reader, admins: readonly Identity[], world: World): Promise<readonly Identity[]> {
  const found: Identity[] = [];
  for (const id of admins)
    if (!(await isKnown(reader, id, world)) && !(await reader.get('due', dueId('name', id)))) found.push(id);
  return found;
}

async function isKnown(reader: Reader, id: Identity, world: World): Promise<boolean> {
  return (await reader.get('people', firstMet(id, world)))?.timezone !== undefined;
}
