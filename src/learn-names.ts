import { type Identity, platformOf } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { firstMet } from './first-met.ts';
import { ChatError, type World } from './ports.ts';
import { remember } from './remember-person.ts';
import { whileSame } from './while-same.ts';

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

/** Those whom the bot does not know. */
const strangers = whileSame<readonly Identity[]>();

async function unknownIn(world: World): Promise<readonly Identity[]> {
  const { store, directory } = world;
  const admins = await directory.globalAdmins(together).catch(() => []);
  return store.read(async (reader) => {
    const tenants = await reader.list('tenants');
    const by = [tenants, await reader.list('people'), ...admins];
    const known = strangers.get(store, by);
    if (known) return known;
    const found: Identity[] = [];
    for (const id of new Set([...admins, ...tenants.flatMap(peopleOf)]))
      if ((await reader.get('people', firstMet(id, world)))?.timezone === undefined) found.push(id);
    strangers.set(store, by, found);
    return found;
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
