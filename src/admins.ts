import type { Destination } from './domain/delivery.ts';
import type { Reader, World } from './ports.ts';

/** Where admins are told: the admin channel when there is one, and each known Global Administrator in private. Ask before a change: it is I/O. */
export async function adminDestinations({
  directory,
  store,
}: Pick<World, 'directory' | 'store'>): Promise<Destination[]> {
  const [people, channel] = await Promise.all([directory.globalAdmins(20).catch(() => []), store.read(adminChannel)]);
  return [...channel, ...people.map((id): Destination => ({ kind: 'person', id }))];
}

async function adminChannel(reader: Reader): Promise<Destination[]> {
  const row = await reader.get('organisation', 'organisation');
  return row?.adminChannel ? [{ kind: 'channel', channel: row.adminChannel }] : [];
}
