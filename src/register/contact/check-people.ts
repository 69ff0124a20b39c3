import { type Identity, platformOf } from '../../domain/tenant/identity.ts';
import { platforms } from '../../domain/tenant/platforms.ts';
import { ChatError, type Person } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import { grouped, type Sentence } from '../../request/form-problems.ts';
import { namesOf } from '../../request/names.ts';
import { remember } from '../../request/people.ts';
import type { Request } from '../../request/request.ts';

/**
 * A sentence about those of the people who are no members of the organisation or cannot be found; null for none. Members are known by name from
 * now on: a platform's own picker may take anybody of the directory, also whom the bot never met.
 */
export async function peopleProblem(request: Request, ids: readonly Identity[], world: World): Promise<string | null> {
  const people = await Promise.all(ids.map(async (id) => ({ id, found: await personOf(id, request, world) })));
  for (const { found } of people) if (found?.kind === 'member') await remember(found, world);
  const names = await world.store.read((reader) => namesOf(reader, ids, []));
  const { problems: say } = request.words.contactForm;
  const nameOf = (id: Identity) =>
    names.called.has(id) || platforms[platformOf(id)].fieldShowsIds ? names.person(id).name : say.unnamedPerson;
  return grouped(people.map(({ id, found }) => ({ name: nameOf(id), say: problemOf(found, request) })));
}

function problemOf(found: Person | null, { platform, words }: Request): Sentence | null {
  const { problems: say } = words.contactForm;
  if (found === null) return say.personUnsure;
  if (found.kind === 'member') return null;
  return found.why === 'not found' ? say.personUnknown[platform] : say.personLeft;
}

/** Null where the platform does not say. */
async function personOf(id: Identity, { platform }: Request, world: World): Promise<Person | null> {
  try {
    return (await world.chats[platform]?.person(id, false)) ?? null;
  } catch (error) {
    if (error instanceof ChatError) return null;
    throw error;
  }
}
