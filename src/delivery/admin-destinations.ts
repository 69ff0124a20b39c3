import { alarmRank, type Destination, queueOf } from '../domain/delivery/delivery.ts';
import type { About } from '../domain/delivery/kinds.ts';
import { type Channel, type Identity, platformOf } from '../domain/tenant/identity.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { knownAdmins } from '../request/people.ts';
import { namesOf } from '../request/viewer-locale.ts';
import type { Card } from '../view/view.ts';
import { enqueueFor } from './transitions.ts';

type AdminWorld = Pick<World, 'directory' | 'store' | 'onBug'>;

/** Returns the admin channel when there is one, and each known Global Administrator. Call it before a change, since it is I/O. */
export async function adminDestinations(world: AdminWorld): Promise<Destination[]> {
  return (await adminsNow(world)) ?? world.store.read(adminChannel);
}

/** Returns what `adminDestinations` returns; null when the directory does not answer, for a caller that can wait until it does. */
export async function adminsNow(world: AdminWorld): Promise<Destination[] | null> {
  const people = await knownAdmins(world);
  if (people === null) return null;
  return [...(await world.store.read(adminChannel)), ...people.map((id): Destination => ({ kind: 'person', id }))];
}

async function adminChannel(reader: Reader): Promise<Destination[]> {
  const row = await reader.get('organisation', 'organisation');
  return row?.adminChannel ? [{ kind: 'channel', channel: row.adminChannel }] : [];
}

/** The places where admins are notified: the admin channel while it takes messages, otherwise each admin in private. */
export interface AdminPlaces {
  /** Destinations of ordinary admin messages; includes admins who chose to get them in private as well. */
  usual: readonly Destination[];
  /** The places of news that cannot wait, with the people of the other platform, whom the admin channel cannot mention. */
  critical: readonly Destination[];
  /** All places, for news that arrived in none of the others. */
  all: readonly Destination[];
}

/**
 * Returns where admins are notified. `isOut` returns whether a destination accepts nothing now. Call it before a change, since it is I/O.
 */
export async function adminPlaces(world: AdminWorld, isOut: (to: Destination) => boolean = () => false) {
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

/** Returns whether this admin wants news in private too, although there is an admin channel. */
export async function wantsBoth(reader: Reader, id: Identity): Promise<boolean> {
  return (await reader.get('people', id))?.both === true;
}

/** Returns the people whom a message in the admin channel mentions: each admin of its platform, once. */
export async function adminsIn({ platform }: Channel, world: AdminWorld): Promise<Card['mentions']> {
  const here = ((await knownAdmins(world)) ?? []).filter((id) => platformOf(id) === platform);
  const names = await world.store.read((reader) => namesOf(reader, here, []));
  return here.map(names.person).map(({ id, name }) => ({ id, name }));
}

/** News that admins get once a day while it lasts. The counter has the day on which they got it last, as a number such as 20261130. */
export interface DailyNews {
  counter: string;
  about: About;
}

/** Enqueues for the admins those of the news of `newsAt` that they did not get today. While no admin can be notified, they wait. */
export async function notifyDaily(
  world: AdminWorld & Pick<World, 'clock'>,
  newsAt: (reader: Reader, at: string) => Promise<readonly DailyNews[]>,
) {
  const { store, clock } = world;
  const at = clock.now();
  const day = Number(at.slice(0, 10).replaceAll('-', ''));
  const fresh = async (reader: Reader) => {
    const all = await newsAt(reader, at);
    const days = await Promise.all(all.map(async ({ counter }) => (await reader.get('counters', counter))?.value));
    return all.filter((_news, index) => days[index] !== day);
  };
  if ((await store.read(fresh)).length === 0) return;
  const admins = (await adminPlaces(world)).usual;
  if (admins.length === 0) return;
  const notify = async (tx: Tx) => {
    for (const { counter, about } of await fresh(tx)) {
      await tx.put('counters', { id: counter, value: day });
      await enqueueFor(tx, { about, rank: alarmRank }, admins, at);
    }
  };
  await store.change(notify, { evenWhenFull: true });
}
