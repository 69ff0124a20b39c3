import { type Destination, queueOf } from '../domain/delivery/delivery.ts';
import { type Channel, type Identity, platformOf } from '../domain/tenant/identity.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { namesOf } from '../request/names.ts';
import type { Card } from '../view/view.ts';

type Outside = Pick<World, 'directory' | 'store'>;

/** Returns the admin channel when there is one, and each known Global Administrator. Ask before a change: it is I/O. */
export async function adminDestinations({ directory, store }: Outside): Promise<Destination[]> {
  return (await adminsNow({ directory, store })) ?? store.read(adminChannel);
}

/** Returns what `adminDestinations` returns; null when the directory does not answer, for what can wait until it does. */
export async function adminsNow({ directory, store }: Outside): Promise<Destination[] | null> {
  const people = await directory.globalAdmins(20).catch(() => null);
  if (people === null) return null;
  return [...(await store.read(adminChannel)), ...people.map((id): Destination => ({ kind: 'person', id }))];
}

async function adminChannel(reader: Reader): Promise<Destination[]> {
  const row = await reader.get('organisation', 'organisation');
  return row?.adminChannel ? [{ kind: 'channel', channel: row.adminChannel }] : [];
}

/** Where admins are told: in one place, the admin channel while it takes messages, otherwise each in private. */
export interface AdminPlaces {
  /** Places of ordinary news: people who want to be told in private too are among them. */
  usual: readonly Destination[];
  /** Places of news that cannot wait: people of the other platform too, whom the admin channel cannot call by name. */
  critical: readonly Destination[];
  /** All places, for what was told in vain. */
  all: readonly Destination[];
}

/** Returns where admins are told. `isOut` names the places that cannot be told now. Ask before a change: it is I/O. */
export async function adminPlaces(
  world: Outside,
  isOut: (to: Destination) => boolean = () => false,
): Promise<AdminPlaces> {
  const all = (await adminDestinations(world)).filter((to) => !isOut(to));
  return world.store.read(async (reader) => {
    const people = all.flatMap((to) => (to.kind === 'person' ? [to] : []));
    const [channel] = all.flatMap((to) => (to.kind === 'channel' ? [to] : []));
    if (!channel || (people.length > 0 && (await reader.get('refusing', queueOf(channel)))))
      return { usual: people, critical: people, all };
    const wanting = await Promise.all(people.map(({ id }) => wantsBoth(reader, id)));
    const isFar = ({ id }: { id: Identity }) => platformOf(id) !== channel.channel.platform;
    return {
      usual: [channel, ...people.filter((_to, index) => wanting[index])],
      critical: [channel, ...people.filter((to, index) => wanting[index] || isFar(to))],
      all,
    };
  });
}

/** Whether this admin wants to be told in private too, although there is an admin channel. */
export async function wantsBoth(reader: Reader, id: Identity): Promise<boolean> {
  return (await reader.get('people', id))?.both === true;
}

/** Returns the people whom a message in the admin channel mentions: each admin of its platform, once. */
export async function adminsIn({ platform }: Channel, { directory, store }: Outside): Promise<Card['mentions']> {
  const admins = await directory.globalAdmins(20).catch(() => []);
  const here = admins.filter((id) => platformOf(id) === platform);
  const names = await store.read((reader) => namesOf(reader, here, []));
  return here.map(names.person).map(({ id, name }) => ({ id, name }));
}
