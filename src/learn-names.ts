import type { Identity } from './domain/identity.ts';
import { dueId, dueNow, noteNext } from './due.ts';
import { firstMet } from './first-met.ts';
import type { Reader, World } from './ports.ts';
import { meet } from './remember-person.ts';

/** As many as one tick asks for, so that the platforms' limits are never felt. */
const batchSize = 20;
/** Whoever the platform did not name is asked for again after this long: a guest, somebody who left, another organisation. */
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
