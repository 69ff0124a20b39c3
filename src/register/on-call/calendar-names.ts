/** The names that people have in a calendar, as lines of a form: «Ada L. = ada@contoso.com». */
import { z } from 'zod';
import { type Identity, PersonId, Platform, platformOf } from '../../domain/tenant/identity.ts';
import { type Contact, limits } from '../../domain/tenant/partner-tenant.ts';
import { fold, shortName } from '../../domain/text/words.ts';
import { type ChatError, ifChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import { rememberMember } from '../../request/people.ts';
import { namesOf } from '../../request/viewer-locale.ts';
import { linesIn } from '../lines-of-names.ts';

/** The most characters of all lines in a form. An import may have more. */
export const longestNames = 2_000;

/** Returns a line for each name that is recorded, with the name of the person. */
export async function linesOfNames(contact: Contact | null, { store }: Pick<World, 'store'>): Promise<string> {
  const recorded = Object.entries(contact?.calendarNames ?? {});
  if (recorded.length === 0) return '';
  const { person } = await store.read((reader) => namesOf(reader, Object.values(contact?.calendarNames ?? {}), []));
  return recorded.map(([name, id]) => `${name} = ${person(id).name}`).join('\n');
}

/** Reads the lines. A line that the form showed means the recorded person; `problem` says what is wrong, null for nothing. */
export async function readNames(text: string, contact: Contact | null, request: Request, world: World) {
  const say = request.messages.contactForm.problems;
  const whole = await linesOfNames(contact, world);
  if (text === whole) return { names: contact?.calendarNames ?? {}, problem: null };
  if (text.length > longestNames) return { names: {}, problem: say.tooLong(longestNames) };
  const lines = linesIn(text);
  if (lines.length > limits.calendarNames) return { names: {}, problem: say.tooManyNames(limits.calendarNames) };
  const shown = whole.split('\n');
  const recorded = Object.entries(contact?.calendarNames ?? {});
  const found: [string, Identity][] = [];
  for (const { line, left: name, right: person } of lines) {
    const same = recorded[shown.indexOf(line)];
    const id = same?.[1] ?? (person === '' ? null : await personCalled(person, request, world));
    if (name === '' || person === '' || name.length > limits.calendarName)
      return { names: {}, problem: say.calendarLine(shortName(line, 60)) };
    if (id === null) return { names: {}, problem: say.calendarPerson(shortName(person, 60)) };
    found.push([name, id]);
  }
  return { names: Object.fromEntries(found), problem: null };
}

/**
 * Returns the one person who is meant: by an e-mail address, else by the name of somebody whom the bot has met. Null for none, and for
 * several.
 */
async function personCalled(text: string, { actor }: Request, world: World): Promise<Identity | null> {
  const own = platformOf(actor.id);
  const ownFirst = (a: Identity, b: Identity) => Number(platformOf(b) === own) - Number(platformOf(a) === own);
  if (z.email().safeParse(text).success)
    return (await membersByEmail(text, world)).members.toSorted(ownFirst)[0] ?? null;
  if (PersonId.safeParse(text).success) return text;
  const wanted = fold(text.replace(/^@/, ''));
  const people = await world.store.read((reader) => reader.list('people'));
  const same = people.filter(({ name }) => fold(name) === wanted).map(({ id }) => id);
  const [only, ...others] =
    same.filter((id) => platformOf(id) === own).length > 0
      ? same.toSorted(ownFirst).filter((id) => platformOf(id) === own)
      : same;
  return only !== undefined && others.length === 0 ? only : null;
}

/** Whose an e-mail address is: the members found, and the platforms that did not answer. */
export interface FoundByEmail {
  members: readonly Identity[];
  silent: readonly Platform[];
}

/**
 * Looks on each platform for the member whose address this is, and remembers their names. A platform that refuses the question counts as
 * one without them.
 */
export async function membersByEmail(email: string, world: World): Promise<FoundByEmail> {
  const asked = Platform.options.map(async (platform) => {
    const unheard = ({ kind }: ChatError) => (kind === 'unreachable' || kind === 'lockedOut' ? platform : null);
    return (await world.chats[platform]?.byEmail(email).catch(ifChatError(unheard))) ?? null;
  });
  const found = (await Promise.all(asked)).filter((one) => one !== null);
  const members = found.filter((one) => typeof one !== 'string');
  for (const member of members) await rememberMember(member, world);
  return { members: members.map(({ id }) => id), silent: found.filter((one) => typeof one === 'string') };
}
