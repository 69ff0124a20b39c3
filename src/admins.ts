import { type Destination, queueOf } from './domain/delivery.ts';
import type { Reader, World } from './ports.ts';

/** Where admins are told: the admin channel when there is one, and each known Global Administrator in private. Ask before a change: it is I/O. */
export async function adminDestinations({
  directory,
  store,
}: Pick<World, 'directory' | 'store'>): Promise<Destination[]> {
  return (await adminsNow({ directory, store })) ?? store.read(adminChannel);
}

/** Where admins are told in one place: the admin channel while it takes messages, otherwise each in private. */
export async function adminPlace(world: Pick<World, 'directory' | 'store'>): Promise<Destination[]> {
  const all = await adminDestinations(world);
  const refusing = await world.store.read(async (reader) =>
    Promise.all(all.map((to) => reader.get('refusing', queueOf(to)))),
  );
  const channel = all.filter((to, index) => to.kind === 'channel' && !refusing[index]);
  return channel.length > 0 ? channel : all.filter(({ kind }) => kind === 'person');
}

/** The same; null when the directory does not say, for what can wait until it does. */
export async function adminsNow({
  directory,
  store,
}: Pick<World, 'directory' | 'store'>): Promise<Destination[] | null> {
  const people = await directory.globalAdmins(20).catch(() => null);
  if (people === null) return null;
  return [...(await store.read(adminChannel)), ...people.map((id): Destination => ({ kind: 'person', id }))];
}

async function adminChannel(reader: Reader): Promise<Destination[]> {
  const row = await reader.get('organisation', 'organisation');
  return row?.adminChannel ? [{ kind: 'channel', channel: row.adminChannel }] : [];
}
