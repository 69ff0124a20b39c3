import type { Conversation } from '../../src/collections.ts';
import type { Store } from '../../src/ports.ts';

/** Every conversation that the bot has been in: the store's rows, held in memory, since this adapter alone writes them. */
export interface Conversations {
  /** Resolves when it is durable, with whether the conversation is new; costs nothing when nothing changed. */
  learn(row: Conversation): Promise<boolean>;
  /** Resolves with what was forgotten. */
  forget(which: (row: Conversation) => boolean): Promise<readonly Conversation[]>;
  get(address: string): Promise<Conversation | null>;
  all(): Promise<readonly Conversation[]>;
  /** The person's chat with the bot, by Entra object id. */
  personal(user: string): Promise<Conversation | null>;
}

export function createConversations(store: Store): Conversations {
  let loading: Promise<Map<string, Conversation>> | null = null;
  const personal = new Map<string, Conversation>();

  function load(): Promise<Map<string, Conversation>> {
    loading ??= read().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function read(): Promise<Map<string, Conversation>> {
    const rows = await store.read((reader) => reader.list('conversations'));
    const own = rows.filter(({ platform }) => platform === 'teams');
    for (const row of own) index(row);
    return new Map(own.map((row) => [row.id, row]));
  }

  function index(row: Conversation): void {
    if (row.kind === 'personal' && row.reference.user) personal.set(row.reference.user, row);
  }

  return {
    async learn(row) {
      const rows = await load();
      const known = rows.get(row.id);
      if (known && same(known, row)) return false;
      await store.change((tx) => tx.put('conversations', row));
      rows.set(row.id, row);
      index(row);
      return known === undefined;
    },
    async forget(which) {
      const rows = await load();
      const gone = [...rows.values()].filter(which);
      if (gone.length === 0) return gone;
      await store.change(async (tx) => {
        for (const { id } of gone) await tx.remove('conversations', id);
      });
      for (const row of gone) {
        rows.delete(row.id);
        if (row.reference.user && personal.get(row.reference.user)?.id === row.id) personal.delete(row.reference.user);
      }
      return gone;
    },
    get: async (address) => (await load()).get(`teams:${address}`) ?? null,
    all: async () => [...(await load()).values()],
    personal: async (user) => {
      await load();
      return personal.get(user) ?? null;
    },
  };
}

function same(a: Conversation, b: Conversation): boolean {
  if (a.name !== b.name || a.kind !== b.kind) return false;
  const keys = Object.keys(b.reference);
  return keys.length === Object.keys(a.reference).length && keys.every((key) => a.reference[key] === b.reference[key]);
}
