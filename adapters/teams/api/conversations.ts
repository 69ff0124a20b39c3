import { fold } from '../../../src/domain/text/words.ts';
import type { Conversation } from '../../../src/ports/collections.ts';
import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { isBetweenPeople } from './activity.ts';

/** A person who has no chat with the bot is looked for in at most so many teams. */
const maxTeams = 10;

/**
 * Every conversation that the bot has been in: the store's rows, held in memory, since this adapter alone writes them.
 * Channels of the same name bear the end of their ids behind it, so that nobody takes one for the other.
 */
export interface Conversations {
  /** Resolves with whether `learn` would change anything. */
  isNews(row: Conversation): Promise<boolean>;
  /** Resolves when it is durable, with whether the conversation is new; costs nothing when nothing changed. */
  learn(row: Conversation): Promise<boolean>;
  /** Resolves with what was forgotten. */
  forget(which: (row: Conversation) => boolean): Promise<readonly Conversation[]>;
  get(address: string): Promise<Conversation | null>;
  /**
   * Resolves with the last name of a channel or group that the bot has left; with null for one that it never was in.
   */
  formerName(address: string): Promise<string | null>;
  all(): Promise<readonly Conversation[]>;
  /**
   * Resolves with one conversation of each team and group that the bot is in, at most ten: each can be asked about its
   * members.
   */
  teams(): Promise<readonly Conversation[]>;
  /** Notes that a member wrote to the bot there. */
  noteMessage(address: string): void;
  /** Returns the address that was noted last since the start; null before the first. */
  latest(): string | null;
  /** Resolves with the person's chat with the bot, by Entra object id; with null where there is none. */
  personal(user: string): Promise<Conversation | null>;
}

/** Returns the conversations of Teams in the store, which are read when they are first asked for. */
export function createConversations(store: Store): Conversations {
  let loading: Promise<Map<string, Conversation>> | null = null;
  let latest: string | null = null;
  const personal = new Map<string, Conversation>();
  /** The names of conversations that the bot has left, by id. */
  const former = new Map<string, string>();

  function load(): Promise<Map<string, Conversation>> {
    loading ??= read().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function read(): Promise<Map<string, Conversation>> {
    const stored = await store.read((reader) => reader.list('conversations'));
    const own = stored.filter(({ platform }) => platform === 'teams');
    const rows = new Map<string, Conversation>();
    for (const row of own)
      if (isFormer(row)) former.set(row.id, row.name);
      else hold(rows, row);
    // An older version did not tell channels of the same name apart. A full disk must not keep people from reading.
    await keep(rows, namesakes([...rows.values()]).map(withId)).catch(ifUnwritable(() => {}));
    return rows;
  }

  async function keep(rows: Map<string, Conversation>, changed: readonly Conversation[]): Promise<void> {
    if (changed.length === 0) return;
    await store.change(async (tx) => {
      for (const row of changed) await tx.put('conversations', row);
    });
    for (const row of changed) hold(rows, row);
  }

  function hold(rows: Map<string, Conversation>, row: Conversation): void {
    rows.set(row.id, row);
    former.delete(row.id);
    // An older version took a chat of two people for a chat with the bot.
    if (row.kind === 'personal' && row.reference.user && !isBetweenPeople(row.address))
      personal.set(row.reference.user, row);
  }

  async function changesFor(row: Conversation): Promise<Conversation[]> {
    const rows = await load();
    const known = rows.get(row.id);
    if (known && same(known, row)) return [];
    const others = [...rows.values()].filter(({ id, kind }) => id !== row.id && kind === 'channel');
    const alike = row.kind === 'channel' ? others.filter((other) => nameKey(other) === nameKey(row)) : [];
    const wanted = alike.length > 0 ? [row, ...alike].map(withId) : [row];
    return wanted.filter((one) => !same(rows.get(one.id), one));
  }

  return {
    isNews: async (row) => (await changesFor(row)).length > 0,
    async learn(row) {
      const changed = await changesFor(row);
      const rows = await load();
      const isNew = !rows.has(row.id);
      await keep(rows, changed);
      return isNew;
    },
    async forget(which) {
      const rows = await load();
      const gone = [...rows.values()].filter(which);
      if (gone.length === 0) return gone;
      await store.change(async (tx) => {
        for (const row of gone) {
          // A channel keeps its name, so that people can read which one was lost.
          if (row.kind === 'personal') await tx.remove('conversations', row.id);
          else await tx.put('conversations', { ...row, reference: {} });
        }
      });
      for (const row of gone) {
        rows.delete(row.id);
        if (row.kind !== 'personal') former.set(row.id, row.name);
        if (row.reference.user && personal.get(row.reference.user)?.id === row.id) personal.delete(row.reference.user);
      }
      return gone;
    },
    get: async (address) => (await load()).get(`teams:${address}`) ?? null,
    formerName: async (address) => {
      await load();
      return former.get(`teams:${address}`) ?? null;
    },
    noteMessage: (address) => {
      latest = address;
    },
    latest: () => latest,
    all: async () => [...(await load()).values()],
    teams: async () => {
      const shared = [...(await load()).values()].filter(({ kind }) => kind !== 'personal');
      const byTeam = new Map(shared.map((row) => [row.reference.team ?? row.address, row]));
      return [...byTeam.values()].slice(0, maxTeams);
    },
    personal: async (user) => {
      await load();
      return personal.get(user) ?? null;
    },
  };
}

function same(a: Conversation | undefined, b: Conversation): boolean {
  if (!a || a.name !== b.name || a.kind !== b.kind) return false;
  const keys = Object.keys(b.reference);
  return keys.length === Object.keys(a.reference).length && keys.every((key) => a.reference[key] === b.reference[key]);
}

/**
 * Returns whether only the name is known and no way there: the bot was taken out of it, or somebody chose it in another
 * way.
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
