import type { HistoryEntry, NewEntry } from '../../../src/domain/history.ts';
import { accountsOf, type Collections } from '../../../src/ports/collections.ts';
import type { Index } from '../../../src/ports/indexes.ts';
import type { HistoryQuery, Tx } from '../../../src/ports/store.ts';
import { chained } from '../history-chain.ts';
import {
  type AnyRow,
  type Edits,
  type Growth,
  historyLines,
  namesOf,
  type Rows,
  rowsIn,
  type Tables,
  textKey,
} from './document.ts';
import { collectionOf, compare, type IndexRows, indexRows, positionIn } from './indexes.ts';
import { byId, readerOf, type View } from './memory.ts';
import { lineBytes, rowBytes, rowText } from './row-text.ts';
import { addBytes, addGrowth, limitedBytes, noGrowth } from './sums.ts';

/** Edits over a view that does not have them yet; it reads as the view would with them. */
export interface Transaction extends View {
  edits: Edits;
  /** Returns by how many lines the snapshot would grow, without marks that something was done. */
  lines(): number;
  /** Returns by how many bytes the snapshot would grow. */
  growth(): Growth;
  /** Returns the bytes of all rows that were put, each as it was put last. */
  written(): number;
  put<C extends keyof Collections>(collection: C, row: Collections[C]): void;
  remove<C extends keyof Collections>(collection: C, id: string): void;
  /** Returns the number of the new line. */
  appendHistory(entry: NewEntry): number;
  forgetHistory(upTo: number): void;
  /** Takes over the edits of a layer that lay on this one. */
  absorb(upper: Transaction): void;
}

type CountedEdits = Edits & { growth: Growth; texts: Map<string, string> };

/** Returns an empty layer over a view. */
export function transactionOver(below: View): Transaction {
  const edits: CountedEdits = { rows: {}, history: [], forgotten: 0, growth: noGrowth(), texts: new Map() };
  const index = transactionIndexes(below, edits.rows);
  /**
   * What `growth` and `written` do not include yet: the rows as they were before, so that one that is put several times is counted once.
   */
  let uncounted: Rows = {};
  let lines = 0;
  let written = 0;

  function appendHistory(entry: NewEntry): number {
    const line = chained(layer.head(), entry);
    addBytes(edits.growth, rowBytes(historyLines, line), []);
    lines += 1;
    edits.history.push(line);
    return line.number;
  }

  function set<C extends keyof Collections>(collection: C, id: string, row: Collections[C] | null): void {
    index.editing(collection, id, row);
    rowsIn<typeof collection, null>(edits.rows, collection).set(id, row);
  }

  function change<C extends keyof Collections>(collection: C, id: string, row: Collections[C] | null): void {
    const before = found(below, edits, collection, id);
    const changed = rowsIn<typeof collection, null>(uncounted, collection);
    if (!changed.has(id)) changed.set(id, before);
    if (collection !== 'seen' && collection !== 'outgoing') lines += Number(row !== null) - Number(before !== null);
    set(collection, id, row);
  }

  function growth(): Growth {
    for (const name of namesOf(uncounted)) written += count(name, uncounted, edits);
    uncounted = {};
    return edits.growth;
  }

  function absorbFrom<C extends keyof Collections>(collection: C, upper: Edits): void {
    for (const [id, row] of rowsIn<typeof collection, null>(upper.rows, collection)) set(collection, id, row);
  }

  const layer: Transaction = {
    edits,
    lines: () => lines,
    growth,
    written: () => {
      growth();
      return written;
    },
    usage: () => ({ ...below.usage(), bytes: below.usage().bytes + limitedBytes(growth()) }),
    accountBytes: (account) => below.accountBytes(account) + (growth().byAccount.get(account) ?? 0),
    get: (collection, id) => found(below, edits, collection, id),
    list: (collection) => listed(below, edits, collection),
    scan: index.scan,
    count: index.count,
    keys: index.keys,
    history: (query) => paged(below, edits, query),
    historyAfter: (number, limit) => after(below, edits, number, limit),
    head: () => edits.history.at(-1) ?? below.head(),
    put: (collection, row) => change(collection, row.id, copyRow(row)),
    remove: (collection, id) => change(collection, id, null),
    appendHistory,
    forgetHistory(upTo) {
      edits.forgotten = Math.max(edits.forgotten, Math.min(upTo, layer.head().number - 1));
    },
    absorb(upper) {
      edits.forgotten = Math.max(edits.forgotten, upper.edits.forgotten);
      for (const name of namesOf(upper.edits.rows)) absorbFrom(name, upper.edits);
      for (const entry of upper.edits.history) edits.history.push(entry);
      addGrowth(edits.growth, upper.growth());
      for (const [key, text] of upper.edits.texts ?? []) edits.texts.set(key, text);
      written += upper.written();
      lines += upper.lines();
    },
  };
  return layer;
}

/** Adds the changes of these rows to the growth, and the texts of those that were put. Returns the bytes of these. */
function count<C extends keyof Collections>(collection: C, before: Rows, edits: CountedEdits): number {
  const { rows, growth, texts } = edits;
  let written = 0;
  for (const [id, old] of rowsIn<typeof collection, null>(before, collection)) {
    const row = rows[collection]?.get(id);
    if (row) {
      const text = rowText(collection, row);
      texts.set(textKey(collection, id), text);
      const bytes = lineBytes(text);
      written += bytes;
      addBytes(growth, bytes, accountsOf(collection, row));
    }
    if (old) addBytes(growth, -rowBytes(collection, old), accountsOf(collection, old));
  }
  return written;
}

function found<C extends keyof Collections>(below: View, edits: Edits, collection: C, id: string) {
  const row = edits.rows[collection]?.get(id);
  return row === undefined ? below.get(collection, id) : row;
}

function listed<C extends keyof Collections>(below: View, edits: Edits, collection: C): readonly Collections[C][] {
  const mine: Map<string, Collections[C] | null> | undefined = edits.rows[collection];
  if (!mine) return below.list(collection);
  const rows = below.list(collection).filter((row) => !mine.has(row.id));
  for (const row of mine.values()) if (row !== null) rows.push(row);
  return rows.sort(byId);
}

function paged(below: View, { history, forgotten }: Edits, query: HistoryQuery): readonly HistoryEntry[] {
  const { tenantId, before, limit } = query;
  const isOfTenant = (line: HistoryEntry) => tenantId === null || [tenantId, null].includes(line.tenantId);
  const isBefore = ({ number }: HistoryEntry) => before === null || number < before;
  const newest = history
    .filter((line) => isOfTenant(line) && isBefore(line))
    .reverse()
    .slice(0, limit);
  const older = below.history({ ...query, limit: limit - newest.length });
  return [...newest, ...older].filter((line) => line.number > forgotten);
}

function after(below: View, { history, forgotten }: Edits, number: number, limit: number): readonly HistoryEntry[] {
  const from = Math.max(number, forgotten);
  return [...below.historyAfter(from, limit), ...history.filter((line) => line.number > from)].slice(0, limit);
}

/**
 * Returns the layer as a change sees it. After `end` every call rejects: a forgotten `await` must not slip into another
 * change.
 */
export function txOf(layer: Transaction): { tx: Tx; end(): void } {
  let over = false;
  const open = (): Transaction => {
    if (over) throw new Error('This change is over.');
    return layer;
  };
  const tx: Tx = {
    ...readerOf(open),
    put: async (collection, row) => open().put(collection, row),
    remove: async (collection, id) => open().remove(collection, id),
    appendHistory: async (entry) => open().appendHistory(entry),
    forgetHistory: async (upTo) => open().forgetHistory(upTo),
  };
  return {
    tx,
    end: () => {
      over = true;
    },
  };
}

/**
 * Returns the row as the disk would give it back: as JSON would make it, for plain data without the detour over text.
 * It is a copy, so that the caller may change its own object later.
 */
function copyRow<T>(row: T): T;
/** Copies a value inside a row, whose type is not known. */
function copyRow(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(copyRow);
  if (!isPlain(value)) return JSON.parse(JSON.stringify([value]))[0];
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const inner = value[name];
    if (inner !== undefined) copy[name] = copyRow(inner);
  }
  return copy;
}

/**
 * Returns whether this is a plain object: no class decides how it is written as JSON, and no name of it would set the
 * prototype.
 */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '__proto__')) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Answers as the indexes of a view would with edits that the view does not know yet. A scan costs what is under its
 * key, not all that is edited.
 */
interface TransactionIndexes extends Pick<IndexRows, 'scan' | 'count' | 'keys'> {
  /** Must be called before a row, or a null that removes one, is put into the edits. */
  editing<C extends keyof Collections>(collection: C, id: string, row: Collections[C] | null): void;
}

/**
 * Returns the indexes over a view and edits. The caller goes on to change `edits`; `below` does not change meanwhile.
 */
function transactionIndexes(below: View, edits: Rows): TransactionIndexes {
  /** The rows of `below` that the edits replace. */
  const hidden: Tables = {};
  const was = indexRows(hidden);
  const is = indexRows(edits);

  const count: TransactionIndexes['count'] = (index, key) =>
    below.count(index, key) - was.count(index, key) + is.count(index, key);

  return {
    count,
    scan(index, query) {
      const edited: ReadonlyMap<string, unknown> | undefined = edits[collectionOf(index)];
      if (!edited) return below.scan(index, query);
      const maxRows = query.limit ?? Number.POSITIVE_INFINITY;
      const limit = maxRows + was.count(index, query.key);
      const kept = below.scan(index, { ...query, limit }).filter(({ id }) => !edited.has(id));
      return inOrder(index, kept, is.scan(index, query)).slice(0, maxRows);
    },
    keys(index) {
      if (!edits[collectionOf(index)]) return below.keys(index);
      return [...new Set([...below.keys(index), ...is.keys(index)])].filter((key) => count(index, key) > 0);
    },
    editing(collection, id, row) {
      const before = edits[collection]?.get(id);
      is.replaced(collection, before ?? null, row);
      const hides = before === undefined ? below.get(collection, id) : null;
      if (!hides) return;
      was.replaced(collection, null, hides);
      rowsIn(hidden, collection).set(id, hides);
    },
  };
}

function inOrder<R extends AnyRow>(index: Index, some: readonly R[], others: readonly R[]): readonly R[] {
  if (others.length === 0) return some;
  const entries = [...some, ...others].map((row) => ({ row, order: positionIn(index, row)?.order ?? '' }));
  return entries.sort(compare).map(({ row }) => row);
}
