import { isOwnRow } from '../domain/person/erase.ts';
import { isCalled } from '../domain/person/person-words.ts';
import { everOnCall } from '../domain/person/why-not-erased.ts';
import { type Identity, platformOf } from '../domain/tenant/identity.ts';
import { fold } from '../domain/text/words.ts';
import type { TrustedTime } from '../domain/time/trusted-time.ts';
import type { KnownPerson } from '../ports/collections.ts';
import type { Reader, Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { dueId } from '../store/due.ts';
import { rowsOf } from '../store/rows-of.ts';
import { firstMet, knownAdmins, mostAdmins } from './people.ts';
import { provenSince } from './proven-admins.ts';

const dayMs = 86_400_000;
/** The most people whom one change writes. The next tick goes on. */
const batchSize = 200;

/**
 * Forgets people who have not used the bot for as long as the setting RETENTION_DAYS says: name, language, time zone and their chat with
 * the bot. Admins, and people with a duty, stay; while nobody knows the admins, all do. A person of whom no last day is stored counts as
 * seen today, so that an upgrade forgets nobody.
 */
export async function forgetUnseen(world: World & { trusted: TrustedTime }): Promise<void> {
  const { store, clock, settings, trusted, chats } = world;
  // In its first day the bot cannot know whether the clock is right.
  if (trusted.runMs < dayMs) return;
  const now = clock.now();
  const before = new Date(Date.parse(now) - settings.retentionDays * dayMs).toISOString().slice(0, 10);
  const [first] = await store.read((reader) => reader.scan('people.seen', { key: '', after: null, limit: 1 }));
  if (!first || (first.seenAt ?? '') >= before) return;
  const admins = await knownAdmins(world, mostAdmins);
  if (admins === null) return;
  const due = (reader: Reader) => unseen(reader, before, { admins, now, world });
  if ((await store.read(due)).length === 0) return;
  const forgotten = await store.change(async (tx) => {
    const rows = await due(tx);
    for (const row of rows)
      if (row.seenAt === undefined) await tx.put('people', { ...row, seenAt: now.slice(0, 10) });
      else await forget(tx, row.id);
    return rows.filter(({ seenAt }) => seenAt !== undefined);
  });
  for (const { id } of forgotten) await chats[platformOf(id)]?.forget(id);
}

/** By what it is decided who stays, and when. */
interface UnseenQuery {
  admins: readonly Identity[];
  now: string;
  world: World;
}

/** Returns a batch of people who were last seen before that day and have no duty, and of people of whom no last day is stored. */
async function unseen(reader: Reader, before: string, query: UnseenQuery): Promise<KnownPerson[]> {
  const kept = await peopleWithDuties(reader, query);
  const contacts = (await reader.list('tenants')).flatMap(({ contact }) => contact ?? []);
  const found: KnownPerson[] = [];
  for await (const row of rowsOf(reader, 'people.seen', '', batchSize)) {
    if ((row.seenAt ?? '') >= before || found.length === batchSize) break;
    const names = new Set([fold(row.name)]);
    const stays =
      row.seenAt !== undefined &&
      (kept.has(firstMet(row.id, query.world)) ||
        contacts.some((contact) => isCalled(contact, names)) ||
        (await hasOpenAlert(reader, row.id)));
    if (!stays) found.push(row);
  }
  return found;
}

/** Returns the admins, the managers, and everybody who is or will be on call, by their canonical identities. */
async function peopleWithDuties(reader: Reader, { admins, now, world }: UnseenQuery): Promise<ReadonlySet<Identity>> {
  const proven = (await provenSince(reader, now)).map(({ id }) => id);
  const tenants = await reader.list('tenants');
  const managers = tenants.flatMap(({ manager }) => manager ?? []);
  const onCall = tenants.flatMap((tenant) => everOnCall(tenant, now));
  const all = [...admins, ...(world.settings.admins ?? []), ...proven, ...managers, ...onCall];
  return new Set(all.map((id) => firstMet(id, world)));
}

/** Returns whether somebody holds an open alert, or is to take one over. */
async function hasOpenAlert(reader: Reader, id: Identity): Promise<boolean> {
  return (await reader.count('alerts.holder', id)) + (await reader.count('alerts.offeredTo', id)) > 0;
}

async function forget(tx: Tx, id: Identity): Promise<void> {
  for (const row of await tx.list('conversations'))
    if (isOwnRow('conversations', row, id)) await tx.remove('conversations', row.id);
  await tx.remove('due', dueId('name', id));
  await tx.remove('people', id);
}
