import { type Identity, platformOf } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { ChatError, type World } from './ports.ts';
import { remember } from './remember-person.ts';

/** As many as one tick asks for, so that the platforms' limits are never felt. */
const together = 20;

/** Asks who people are whom the register or the settings mention and whom the bot never met, or met before it kept zones. */
export async function learnNames(world: World): Promise<void> {
  const admins = await world.directory.globalAdmins(together).catch(() => []);
  const unknown = await world.store.read(async (reader) => {
    const mentioned = new Set([...admins, ...(await reader.list('tenants')).flatMap(peopleOf)]);
    const strangers: Identity[] = [];
    for (const id of mentioned) if ((await reader.get('people', id))?.timezone === undefined) strangers.push(id);
    return strangers.slice(0, together);
  });
  for (const id of unknown) await learn(id, world);
}

async function learn(id: Identity, { chats, store }: World): Promise<void> {
  try {
    const person = await chats[platformOf(id)]?.person(id, false);
    if (person?.kind === 'member') await remember(person, { store });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
  }
}

function peopleOf({ contact, manager }: StoredTenant): Identity[] {
  return [...(contact?.onCall ?? []), ...(manager ? [manager] : [])];
}
