import { type Identity, isGroup, type Platform, platformOf } from '../domain/tenant/identity.ts';
import { fold } from '../domain/text/words.ts';
import { isTimezone } from '../domain/time/zones.ts';
import { ifChatError, type Member } from '../ports/chat.ts';
import { ifUnwritable, type Reader, type Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { dueId, dueNow, noteNext } from '../store/due.ts';
import { personsIn } from './intent/slots.ts';

/**
 * Asks the platform who a person is, and remembers a member. Returns null when the platform does not answer. `fresh` asks the
 * platform now; otherwise an answer up to 5 minutes old will do.
 */
export async function askAbout(id: Identity, world: Pick<World, 'store' | 'chats'>, fresh = false) {
  const asked = world.chats[platformOf(id)]?.person(id, fresh);
  const person = (await asked?.catch(ifChatError(() => null))) ?? null;
  if (person?.kind === 'member') await rememberMember(person, world);
  return person;
}

/**
 * Asks a platform about a group, by its identity or its name, and remembers the name as that of a person, since cards, forms and the
 * history show it. Returns `gone` for one that does not exist or was deleted, and null when the platform does not answer.
 */
export async function askAboutGroup(idOrName: string, platform: Platform, world: Pick<World, 'store' | 'chats'>) {
  const asked = world.chats[platform]?.group(idOrName).then((group) => group ?? ('gone' as const));
  const group = (await asked?.catch(ifChatError(() => null))) ?? null;
  if (group === null || group === 'gone' || group.name === null) return group;
  await rememberMember({ id: group.id, name: group.name, locale: null, timezone: null }, world);
  return group;
}

/**
 * Stores a member's name, language and time zone. The other platform and the history show the name; reminders come by the
 * person's own clock and in their language. Writes only what changed, and nothing to a disk that is full.
 */
export async function rememberMember(member: Omit<Member, 'kind' | 'email'>, { store }: Pick<World, 'store'>) {
  const { id, name } = member;
  const known = await store.read((reader) => reader.get('people', id));
  // A platform may know these only of people whom the bot met since its start.
  const locale = member.locale ?? known?.locale ?? null;
  const region = (member.locale === null ? known?.region : member.region) ?? null;
  const timezone = (isTimezone(member.timezone ?? '') ? member.timezone : null) ?? known?.timezone ?? null;
  const same = known?.name === name && known.locale === locale && known.timezone === timezone;
  if (same && (known.region ?? null) === region) return;
  const change = async (tx: Tx) => {
    const { region: _before, ...row } = { ...(await tx.get('people', id)), id, name, locale, timezone };
    await tx.put('people', { ...row, ...(region === null ? {} : { region }) });
  };
  await store.change(change).catch(ifUnwritable(() => undefined));
}

/** Returns whether a person of this name is meant by a name as somebody typed it, which may be the first name alone. */
export function isCalled(name: string, typed: string): boolean {
  const [known, said] = [fold(name), fold(typed.replace(/^@/, ''))];
  return known === said || known.split(' ')[0] === said;
}

/**
 * Returns the names of those whom a sentence may put on call: the names in the places where a person stands, those of people whom the bot
 * knows first. Without any, the known people whose whole or first name is in the sentence.
 */
export async function peopleNamedIn(sentence: string, { store }: Pick<World, 'store'>): Promise<readonly string[]> {
  const known = (await store.read((reader) => reader.list('people'))).map(({ name }) => name);
  const typed = personsIn(sentence);
  const isKnown = (one: string) => known.some((name) => isCalled(name, one));
  if (typed.length > 0) return [...typed.filter(isKnown), ...typed.filter((one) => !isKnown(one))];
  const said = ` ${(fold(sentence).match(/[\p{L}'-]+/gu) ?? []).join(' ')} `;
  const stands = (name: string) => name.length > 1 && said.includes(` ${name} `);
  const whole = known.filter((name) => stands(fold(name)));
  return whole.length > 0 ? whole : known.filter((name) => stands(fold(name).split(' ')[0] ?? ''));
}

/** Returns the canonical identity of a person who has several: two identities with the same one are the same person. */
export function firstMet(id: Identity, { chats }: Pick<World, 'chats'>): Identity {
  return chats[platformOf(id)]?.firstMet(id) ?? id;
}

/**
 * Returns at most `limit` of the administrators who get messages; null when the directory does not answer. For work that nobody waits for:
 * it has to go on although the directory has a bug, which is logged.
 */
export async function knownAdmins({ directory, onBug }: Pick<World, 'directory' | 'onBug'>, limit = 20) {
  const asked = directory.adminsToTell(limit).catch(ifChatError(() => null));
  return asked.catch((error: unknown) => {
    onBug(error, 'directory');
    return null;
  });
}

/** The most administrators among whom one is looked for. */
export const mostAdmins = 200;

/**
 * Returns whether the person is an administrator who gets messages, whether or not they have activated the role: for what the bot sends by
 * itself. False when the directory does not answer.
 */
export async function isAdminToTell(id: Identity, world: Pick<World, 'directory' | 'onBug' | 'chats'>) {
  const admins = (await knownAdmins(world, mostAdmins)) ?? [];
  return admins.some((one) => firstMet(one, world) === firstMet(id, world));
}

/** The most people whom one tick asks about, which stays far below the platforms' rate limits. */
const batchSize = 20;
/** Milliseconds until the bot asks again about a person whom the platform did not name (a guest, or somebody who left). */
const againAfterMs = 60 * 60_000;

/**
 * Asks for the names of people whom the register or the settings mention and whose name or time zone the bot does not know: once an hour
 * at most for each.
 */
export async function learnNames(world: World): Promise<void> {
  const { store, clock } = world;
  const admins = (await knownAdmins(world, batchSize)) ?? [];
  const now = clock.now();
  const turn = await store.read(async (reader) => {
    const found: Identity[] = [];
    // The admins whom the bot does not know and never asked about come first.
    for (const id of admins)
      if (!(await isKnown(reader, id, world)) && !(await reader.get('due', dueId('name', id)))) found.push(id);
    return [...found, ...(await dueNow(reader, 'name', now, batchSize))].slice(0, batchSize);
  });
  for (const id of turn) {
    if (!(await store.read((reader) => isKnown(reader, id, world))))
      await (isGroup(id) ? askAboutGroup(id, platformOf(id), world) : askAbout(id, world));
    await store.change(async (tx) => {
      if (await isKnown(tx, id, world)) await tx.remove('due', dueId('name', id));
      else await noteNext(tx, 'name', id, { at: new Date(Date.parse(now) + againAfterMs).toISOString(), from: now });
    });
  }
}

async function isKnown(reader: Reader, id: Identity, world: World): Promise<boolean> {
  return (await reader.get('people', firstMet(id, world)))?.timezone !== undefined;
}
