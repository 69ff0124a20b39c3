import type { Destination } from './domain/delivery.ts';
import type { Reader, World } from './ports.ts';

/** Where admins are told: the admin channel when there is one, and each known Global Administrator in private. Ask before a change: it is I/O. */
export async function adminDestinations({
  directory,
  store,
}: Pick<World, 'directory' | 'store'>): Promise<Destination[]> {
  return (await adminsNow({ directory, store })) ?? store.read(adminChannel);
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
