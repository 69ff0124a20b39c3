import { type Identity, platformOf } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { ChatError, type World } from './ports.ts';
import { remember } from './remember-person.ts';

/** As many as one tick asks for, so that the platforms' limits are never felt. */
const together = 20;
/** Whoever the platform did not name is asked for again after this long: a guest, somebody who left, another organisation. */
const againAfterMs = 60 * 60_000;

/** Asks for the names of people whom the register or the settings mention and whom the bot never met, or met before it kept zones: each once an hour at most. */
export function nameLearner(world: World): () => Promise<void> {
  const asked = new Map<Identity, number>();
  return async () => {
    const now = Date.parse(world.clock.now());
    // The clock may have been set back.
    const recent = (id: Identity) => Math.abs(now - (asked.get(id) ?? Number.NEGATIVE_INFINITY)) < againAfterMs;
    const unknown = (await unknownIn(world)).filter((id) => !recent(id)).slice(0, together);
    for (const id of unknown) {
      asked.set(id, now);
      await learn(id, world);
    }
  };
}

async function unknownIn({ store, directory }: World): Promise<Identity[]> {
  const admins = await directory.globalAdmins(together).catch(() => []);
  return store.read(async (reader) => {
    const mentioned = new Set([...admins, ...(await reader.list('tenants')).flatMap(peopleOf)]);
    const strangers: Identity[] = [];
    for (const id of mentioned) if ((await reader.get('people', id))?.timezone === undefined) strangers.push(id);
    return strangers;
  });
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
