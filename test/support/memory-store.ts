/** What keeps rows in memory: a store that is slow and plain, the embedded one without its disk, and an archive. */

import { beginning, chained } from '../../adapters/store/history-chain.ts';
import { rowLine } from '../../adapters/store/lines/snapshot.ts';
import { commitQueue } from '../../adapters/store/memory/commit-queue.ts';
import { emptyDocument } from '../../adapters/store/memory/document.ts';
import { memoryOf, readerOf } from '../../adapters/store/memory/memory.ts';
import type { HistoryEntry, NewEntry } from '../../src/domain/history.ts';
import { accountsOf, type Collections, marks } from '../../src/ports/collections.ts';
import { type Index, indexes, type RowOf } from '../../src/ports/indexes.ts';
import {
  type Archive,
  type ChangeOptions,
  type HistoryQuery,
  type Store,
  StoreFull,
  StoreUnwritable,
  type Tx,
  type Usage,
} from '../../src/ports/store.ts';

type Tables = { [C in keyof Collections]?: ReadonlyMap<string, Collections[C]> };

interface State {
  tables: Tables;
  history: readonly HistoryEntry[];
}

export interface MemoryStore extends Store {
  /** Behaves like a full disk from now on, or no longer. */
  diskFull(full: boolean): void;
  /** The setting STATE_LIMIT from now on, in bytes. */
  limit(bytes: number): void;
}

/** The store without a disk. Rows are frozen, so that changing one in place throws. */
export function memoryStore(): MemoryStore {
  let state: State = { tables: {}, history: [] };
  let full = false;
  let limit = Number.POSITIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<T>(what: (tx: Tx) => Promise<T>, { evenWhenFull }: ChangeOptions): Promise<T> {
    const draft = draftOf(state, limit);
    const result = await what(draft.tx);
    const next = draft.end();
    const grows = !evenWhenFull && rowsIn(next) > rowsIn(state);
    if (grows && usageOf(next, limit).bytes > limit * 1.1) throw new StoreFull(usageOf(next, limit));
    if (next !== state && full) throw new StoreUnwritable('no space left on device');
    state = next;
    return result;
  }

  return {
    read: async (what) => what(draftOf(state, limit).tx),
    change(what, how = {}) {
      const turn = last.then(() => attempt(what, how));
      last = turn.catch(() => null);
      return turn;
    },
    limit: (bytes) => {
      limit = bytes;
    },
    diskFull: (now) => {
      full = now;
    },
  };
}

/** How many rows there are. */
function rowsIn({ tables, history }: State): number {
  return Object.values(tables).reduce((sum, all) => sum + all.size, history.length);
}

/** How many bytes a snapshot would have, without marks. */
function usageOf(state: State, limit: number): Usage {
  const history = state.history.reduce((sum, entry) => sum + lengthOf('history', entry), 0);
  return { bytes: history + bytesOf(state, (accounts) => !accounts.includes(marks)), limit };
}

/** How many bytes a snapshot would have of the rows whose accounts are wanted. */
function bytesOf({ tables }: State, isWanted: (accounts: readonly string[]) => boolean): number {
  const lengths = Object.entries(tables).flatMap(([name, all]) =>
    [...all.values()].filter((row) => isWanted(accountsOf(name, row))).map((row) => lengthOf(name, row)),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** The lengths of the lines of rows: rows are frozen, and asked for over and over. */
const lengths = new WeakMap<object, number>();

function lengthOf(name: string, row: object): number {
  const length = lengths.get(row) ?? Buffer.byteLength(rowLine(name, row));
  lengths.set(row, length);
  return length;
}

function draftOf(start: State, limit: number): { tx: Tx; end(): State } {
  let state = start;
  let over = false;
  const open = (): State => {
    if (over) throw new Error('This change is over.');
    return state;
  };
  function set<C extends keyof Collections>(collection: C, edit: (rows: Map<string, Collections[C]>) => void): void {
    const rows = new Map(open().tables[collection]);
    edit(rows);
    state = { ...state, tables: { ...state.tables, [collection]: rows } };
  }
  const tx: Tx = {
    get: async (collection, id) => open().tables[collection]?.get(id) ?? null,
    list: async (collection) => sorted([...(open().tables[collection]?.values() ?? [])]),
    scan: async (index, { key, after, limit = Number.POSITIVE_INFINITY }) =>
      placed(open(), index)
        .filter((row) => row.place.key === key && (after === null || row.place.order > after))
        .slice(0, limit)
        .map(({ row }) => row),
    count: async (index, key) => placed(open(), index).filter(({ place }) => place.key === key).length,
    keys: async (index) => [...new Set(placed(open(), index).map(({ place }) => place.key))],
    history: async (query) => page(open().history, query),
    oldestHistory: async (limit) => open().history.slice(0, limit),
    usage: async () => usageOf(open(), limit),
    accountBytes: async (account) => bytesOf(open(), (accounts) => accounts.includes(account)),
    put: async (collection, row) => set(collection, (rows) => rows.set(row.id, frozen(row))),
    remove: async (collection, id) => set(collection, (rows) => rows.delete(id)),
    appendHistory: async (entry: NewEntry) => {
      const line = frozen(chained(state.history.at(-1) ?? beginning, entry));
      state = { ...open(), history: [...state.history, line] };
      return line.number;
    },
    forgetHistory: async (upTo) => {
      const newest = open().history.at(-1);
      const history = state.history.filter((line) => line.number > upTo || line === newest);
      state = { ...state, history };
    },
  };
  return {
    tx,
    end: () => {
      over = true;
      return state;
    },
  };
}

interface PlacedRow<R> {
  row: R;
  place: { key: string; order: string };
}

/** Every row that the index has, in its order: slow and plain, to be the measure for stores that keep indexes. */
function placed<I extends Index>({ tables }: State, index: I): PlacedRow<RowOf<I>>[] {
  const { collection, positionOf } = indexes[index] as unknown as {
    collection: keyof Collections;
    positionOf(row: RowOf<I>): { key: string; order: string } | null;
  };
  const rows = [...(tables[collection]?.values() ?? [])] as unknown as RowOf<I>[];
  return rows
    .flatMap((row) => {
      const place = positionOf(row);
      return place ? [{ row, place }] : [];
    })
    .sort((a, b) => (`${a.place.order} ${a.row.id}` < `${b.place.order} ${b.row.id}` ? -1 : 1));
}

function sorted<T extends { id: string }>(rows: T[]): readonly T[] {
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function page(history: readonly HistoryEntry[], { tenantId, before, limit }: HistoryQuery): readonly HistoryEntry[] {
  return history
    .filter(
      (entry) =>
        (tenantId === null || entry.tenantId === tenantId || entry.tenantId === null) &&
        (before === null || entry.number < before),
    )
    .reverse()
    .slice(0, limit);
}

/** As it would come back from a disk: what JSON cannot say is gone. */
function frozen<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => Object.freeze(inner));
}

/** The embedded store without its disk: with its indexes, so that a simulated year takes seconds. */
export function quickStore(): Store {
  const memory = memoryOf(emptyDocument(1));
  const queue = commitQueue(memory, async (edits) => memory.apply(edits));
  const reader = readerOf(() => memory);
  return { read: async (what) => what(reader), change: queue.change };
}

export interface MemoryArchive<Row> extends Archive<Row> {
  /** What was set aside and is not erased yet. */
  dropped: Map<string, Row[]>;
}

/** Returns an archive without a disk. `keyOf` tells what replaces an earlier row. */
export function memoryArchive<Row>(keyOf: (row: Row) => string | number): MemoryArchive<Row> {
  const segments = new Map<string, Map<string | number, Row>>();
  const dropped = new Map<string, Row[]>();
  return {
    append: async (segment, rows) => {
      const held = segments.get(segment) ?? new Map<string | number, Row>();
      for (const row of rows) held.set(keyOf(row), structuredClone(row));
      segments.set(segment, held);
    },
    read: async (segment, wanted = () => true) => [...(segments.get(segment)?.values() ?? [])].filter(wanted),
    segments: async () => [...segments.keys()].sort(),
    dropped,
    drop: async (segment) => {
      const rows = segments.get(segment);
      if (rows) dropped.set(segment, [...rows.values()]);
      segments.delete(segment);
    },
    erase: async (segment) => void dropped.delete(segment),
  };
}
