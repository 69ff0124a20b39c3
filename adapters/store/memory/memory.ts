import type { HistoryEntry } from '../../../src/domain/history.ts';
import { accountsOf, type Collections } from '../../../src/ports/collections.ts';
import type { Index, RowOf } from '../../../src/ports/indexes.ts';
import type { HistoryQuery, Reader, ScanQuery, Usage } from '../../../src/ports/store.ts';
import { beginning, type ChainHead } from '../history-chain.ts';
import { type Document, type Edits, type Growth, historyLines, namesOf, rowsIn, type Tables } from './document.ts';
import { firstWhere, indexRows } from './indexes.ts';
import { rowBytes } from './row-text.ts';
import { addBytes, addGrowth, limitedBytes, noGrowth } from './sums.ts';

/** The whole state in memory. */
export interface Memory extends View {
  apply(edits: Edits): void;
  /** Counts all that is stored. */
  stored(): Growth;
}

type Lists = { [C in keyof Collections]?: readonly Collections[C][] };

/**
 * Returns the document with what makes it quick to read: sorted lists, made when asked for, and the history by tenant.
 * `stored` counts its lines in a snapshot, `limit` is the setting STATE_LIMIT in bytes.
 */
export function memoryOf(document: Document, stored: Growth = noGrowth(), limit = Number.POSITIVE_INFINITY): Memory {
  const { tables, history } = document;
  const lists: Lists = {};
  const index = indexRows(tables);
  const byTenant = new Map<string | null, HistoryEntry[]>();
  for (const entry of history) append(byTenant, entry);

  function applyTo<C extends keyof Collections>(collection: C, edits: Edits): void {
    const rows = rowsIn(tables, collection);
    delete lists[collection];
    for (const [id, row] of rowsIn<typeof collection, null>(edits.rows, collection)) {
      const before = rows.get(id) ?? null;
      index.replaced(collection, before, row);
      if (row === null) rows.delete(id);
      else rows.set(id, row);
    }
  }

  return {
    get: (collection, id) => tables[collection]?.get(id) ?? null,
    list<C extends keyof Collections>(collection: C) {
      const known: readonly Collections[C][] | undefined = lists[collection];
      if (known) return known;
      const fresh = [...rowsIn<C, never>(tables, collection).values()].sort(byId);
      Object.assign(lists, { [collection]: fresh });
      return fresh;
    },
    scan: index.scan,
    count: index.count,
    keys: index.keys,
    history: (query) =>
      query.tenantId === null
        ? newestFirst(history, query)
        : [query.tenantId, null]
            .flatMap((tenant) => newestFirst(byTenant.get(tenant) ?? [], query))
            .sort((a, b) => b.number - a.number)
            .slice(0, query.limit),
    historyAfter(number, limit) {
      const from = firstFrom(history, number + 1);
      return history.slice(from, from + limit);
    },
    head: () => history.at(-1) ?? beginning,
    usage: () => ({ bytes: limitedBytes(stored), limit }),
    accountBytes: (account) => stored.byAccount.get(account) ?? 0,
    stored: () => stored,
    apply(edits) {
      addGrowth(stored, edits.growth ?? growthOf(tables, edits));
      for (const name of namesOf(edits.rows)) applyTo(name, edits);
      for (const entry of edits.history) {
        history.push(entry);
        append(byTenant, entry);
      }
      if (edits.forgotten === 0) return;
      for (const entry of history.slice(0, firstFrom(history, edits.forgotten + 1)))
        addBytes(stored, -rowBytes(historyLines, entry), []);
      for (const lines of [history, ...byTenant.values()]) lines.splice(0, firstFrom(lines, edits.forgotten + 1));
    },
  };
}

/**
 * Returns by how many bytes edits let a snapshot grow, for a journal that does not say so. To be called before they are
 * applied.
 */
function growthOf(tables: Tables, edits: Edits): Growth {
  const sum = noGrowth();
  for (const name of namesOf(edits.rows)) addRows(sum, name, tables, edits);
  for (const entry of edits.history) addBytes(sum, rowBytes(historyLines, entry), []);
  return sum;
}

function addRows<C extends keyof Collections>(sum: Growth, collection: C, tables: Tables, edits: Edits): void {
  const rows: ReadonlyMap<string, Collections[C] | null> = edits.rows[collection] ?? new Map();
  for (const [id, row] of rows) {
    const before: Collections[C] | undefined = tables[collection]?.get(id);
    if (row) addBytes(sum, rowBytes(collection, row), accountsOf(collection, row));
    if (before) addBytes(sum, -rowBytes(collection, before), accountsOf(collection, before));
  }
}

function append(byTenant: Map<string | null, HistoryEntry[]>, entry: HistoryEntry): void {
  const lines = byTenant.get(entry.tenantId);
  if (lines) lines.push(entry);
  else byTenant.set(entry.tenantId, [entry]);
}

/** Returns one page of lines that are in order of their number, newest first. */
function newestFirst(lines: readonly HistoryEntry[], { before, limit }: HistoryQuery): readonly HistoryEntry[] {
  const end = before === null ? lines.length : firstFrom(lines, before);
  return lines.slice(Math.max(0, end - limit), end).reverse();
}

/** Returns the place of the first line with this number or a larger one. */
function firstFrom(lines: readonly HistoryEntry[], number: number): number {
  return firstWhere(lines, (line) => line.number >= number);
}

/** Reads the stored data like a `Reader`, but synchronously. */
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
  accountBytes(account: string): number;
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
    accountBytes: async (account) => view().accountBytes(account),
  };
}

/** Compares two rows by id, for `sort`, in code units. */
export function byId(a: { id: string }, b: { id: string }): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
