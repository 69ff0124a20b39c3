import { fold } from '../../../src/domain/text/words.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { memoize } from '../../chat/ttl-cache.ts';
import { isBetweenPeople } from './activity.ts';

/** Most teams in which a person who has no chat with the bot is looked for. */
const maxTeams = 10;

/**
 * Every conversation that the bot has been in: the store's rows, also in memory, since only this adapter writes them.
 * Channels of the same name have the end of their id after it, so that people can tell them apart.
 */
export type Conversations = ReturnType<typeof createConversations>;

/** The stored conversations of Teams. */
interface KnownConversations {
  /** Those that the bot is in, by row id. */
  rows: Map<string, Conversation>;
  /** People's chats with the bot, by Entra object id. */
  personal: Map<string, Conversation>;
  /** The last names of those that the bot has left, by row id. */
  former: Map<string, string>;
}

/** Returns the conversations of Teams, read from the store at the first call. */
export function createConversations(store: Store) {
  const { get: load } = memoize(() => read(store));
  let latest: string | null = null;

  return {
    /** Resolves with whether `learn` would change anything. */
    isNews: async (row: Conversation) => changesFor(row, await load()).length > 0,
    /** Stores the row where it differs. Resolves when that is durable, with whether the conversation is new. */
    async learn(row: Conversation): Promise<boolean> {
      const loaded = await load();
      const isNew = !loaded.rows.has(row.id);
      await save(changesFor(row, loaded), loaded, store);
      return isNew;
    },
    /** Records that the bot has left these conversations. Resolves with them. */
    async forget(which: (row: Conversation) => boolean): Promise<readonly Conversation[]> {
      const loaded = await load();
      const gone = [...loaded.rows.values()].filter(which);
      if (gone.length === 0) return gone;
      await store.change(async (tx) => {
        for (const row of gone) {
          // A channel keeps its name, so that people can read which one was lost.
          if (row.kind === 'personal') await tx.remove('conversations', row.id);
          else await tx.put('conversations', { ...row, reference: {} });
        }
      });
      for (const row of gone) remove(row, loaded);
      return gone;
    },
    get: async (address: string) => (await load()).rows.get(`teams:${address}`) ?? null,
    /** Resolves with the last name of a channel or group that the bot has left; with null when it never was in it. */
    formerName: async (address: string) => (await load()).former.get(`teams:${address}`) ?? null,
    all: async () => [...(await load()).rows.values()],
    /**
     * Resolves with one conversation of each team and group that the bot is in, at most ten: each can be asked about its
     * members.
     */
    teams: async () => {
      const shared = [...(await load()).rows.values()].filter(({ kind }) => kind !== 'personal');
      const byTeam = new Map(shared.map((row) => [row.reference.team ?? row.address, row]));
      return [...byTeam.values()].slice(0, maxTeams);
    },
    /** Records that a member wrote to the bot there. */
    noteMessage: (address: string) => {
      latest = address;
    },
    /** Returns the address that was noted last since the start; null before the first. */
    latest: () => latest,
    /** Resolves with the person's chat with the bot, by Entra object id; with null when there is none. */
    personal: async (user: string) => (await load()).personal.get(user) ?? null,
  };
}

async function read(store: Store): Promise<KnownConversations> {
  const loaded: KnownConversations = { rows: new Map(), personal: new Map(), former: new Map() };
  const stored = await store.read((reader) => reader.list('conversations'));
  for (const row of stored.filter(({ platform }) => platform === 'teams'))
    if (isFormer(row)) loaded.former.set(row.id, row.name);
    else add(row, loaded);
  // An older version stored channels of the same name without the ends of their ids. A full disk must not keep people from reading.
  await save(namesakes([...loaded.rows.values()]).map(withId), loaded, store).catch(ifUnwritable(() => {}));
  return loaded;
}

async function save(changed: readonly Conversation[], loaded: KnownConversations, store: Store): Promise<void> {
  if (changed.length === 0) return;
  await store.change(async (tx) => {
    for (const row of changed) await tx.put('conversations', row);
  });
  for (const row of changed) add(row, loaded);
}

function add(row: Conversation, { rows, personal, former }: KnownConversations): void {
  rows.set(row.id, row);
  former.delete(row.id);
  // An older version stored chats between two people as chats with the bot.
  if (row.kind === 'personal' && row.reference.user && !isBetweenPeople(row.address))
    personal.set(row.reference.user, row);
}

function remove(row: Conversation, { rows, personal, former }: KnownConversations): void {
  rows.delete(row.id);
  if (row.kind !== 'personal') former.set(row.id, row.name);
  if (row.reference.user && personal.get(row.reference.user)?.id === row.id) personal.delete(row.reference.user);
}

/** Returns the rows to store for a conversation as it is now: its own, and those of channels of the same name. */
function changesFor(row: Conversation, { rows }: KnownConversations): Conversation[] {
  const known = rows.get(row.id);
  if (known && same(known, row)) return [];
  const others = [...rows.values()].filter(({ id, kind }) => id !== row.id && kind === 'channel');
  const alike = row.kind === 'channel' ? others.filter((other) => nameKey(other) === nameKey(row)) : [];
  const wanted = alike.length > 0 ? [row, ...alike].map(withId) : [row];
  return wanted.filter((one) => !same(rows.get(one.id), one));
}

function same(a: Conversation | undefined, b: Conversation): boolean {
  if (!a || a.name !== b.name || a.kind !== b.kind) return false;
  const keys = Object.keys(b.reference);
  return keys.length === Object.keys(a.reference).length && keys.every((key) => a.reference[key] === b.reference[key]);
}

/**
 * Returns whether only the conversation's name is known and not its address: the bot was removed from it, or somebody chose it by
 * another way.
 */
function isFormer({ reference }: Conversation): boolean {
  return Object.keys(reference).length === 0;
}

/** Returns the channels that share their name with another one. */
function namesakes(rows: readonly Conversation[]): Conversation[] {
  const channels = rows.filter(({ kind }) => kind === 'channel');
  return [...Map.groupBy(channels, nameKey).values()].filter(({ length }) => length > 1).flat();
}

function nameKey(row: Conversation): string {
  return fold(plainName(row));
}

/**
 * Adds the end of the id to the name, `Operations › Alerts (…9f3c1a)`: "Get link to channel" shows the id that ends so.
 */
function withId(row: Conversation): Conversation {
  return { ...row, name: `${plainName(row)}${idPart(row)}` };
}

function plainName(row: Conversation): string {
  return row.name.endsWith(idPart(row)) ? row.name.slice(0, -idPart(row).length) : row.name;
}

function idPart({ address }: Conversation): string {
  return ` (…${(address.split('@')[0] ?? '').replace(/^19:/, '').slice(-6)})`;
}
