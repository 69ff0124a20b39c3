import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Collections } from '../../../../src/ports/collections.ts';
import type { Index, RowOf } from '../../../../src/ports/indexes.ts';
import type { HistoryQuery, Reader, ScanQuery, Usage } from '../../../../src/ports/store.ts';
import type { ChainHead } from '../../history-chain.ts';

/** Gives the stored data as a `Reader` does, but without promises. */
export interface View {
  get<C extends keyof Collections>(collection: C, id: string): Collections[C] | null;
  list<C extends keyof Collections>(collection: C): readonly Collections[C][];
  scan<I extends Index>(index: I, query: ScanQuery): readonly RowOf<I>[];
  count(index: Index, key: string): number;
  keys(index: Index): readonly string[];
  history(query: HistoryQuery): readonly HistoryEntry[];
  /** Returns entries with a larger number, oldest first. */
  historyAfter(number: number, limit: number): readonly HistoryEntry[];
  /** Returns the newest line of the history. */
  head(): ChainHead;
  usage(): Usage;
  /** Returns the bytes of the rows that count to an account. */
  held(account: string): number;
}

/** Returns the `Reader` of a view. It calls `view` again for each question. */
export function readerOf(view: () => View): Reader {
  return {
    get: async (collection, id) => view().get(collection, id),
    list: async (collection) => view().list(collection),
    scan: async (index, query) => view().scan(index, query),
    count: async (index, key) => view().count(index, key),
    keys: async (index) => view().keys(index),
    history: async (query) => view().history(query),
    oldestHistory: async (limit) => view().historyAfter(0, limit),
    usage: async () => view().usage(),
    held: async (account) => view().held(account),
  };
}

/** Compares two rows by id, for `sort`, in code units. */
export function byId(a: { id: string }, b: { id: string }): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
