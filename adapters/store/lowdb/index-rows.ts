import { indexes, type Place } from '../../../src/domain/index-keys.ts';
import type { Collections, Index, ScanQuery } from '../../../src/ports.ts';
import type { Tables } from './tables.ts';

type Row = Collections[keyof Collections];

/** A row in an index: rows of a key are in the order of `order`, then of id. */
export interface Entry {
  order: string;
  row: Row;
}

/** Rows by index and key. An index is made when it is first asked for, and kept up from then on: a start pays for none. */
export interface IndexRows {
  /** Rows of the index's own collection: which that is, TypeScript cannot follow from a name. */
  scan(index: Index, query: ScanQuery): ReturnType<typeof JSON.parse>;
  count(index: Index, key: string): number;
  keys(index: Index): readonly string[];
  /** A row is about to be replaced, added (`before` null) or removed (`after` null). */
  replaced(collection: keyof Collections, before: Row | null, after: Row | null): void;
}

export function indexRows(tables: Tables): IndexRows {
  const made = new Map<Index, Map<string, Entry[]>>();

  function entriesOf(index: Index): Map<string, Entry[]> {
    const known = made.get(index);
    if (known) return known;
    const fresh = new Map<string, Entry[]>();
    for (const row of tables[collectionOf(index)]?.values() ?? []) push(fresh, index, row);
    for (const entries of fresh.values()) entries.sort(compare);
    made.set(index, fresh);
    return fresh;
  }

  return {
    scan: (index, query) => scanned(entriesOf(index).get(query.key) ?? [], query),
    count: (index, key) => entriesOf(index).get(key)?.length ?? 0,
    keys: (index) => [...entriesOf(index).keys()],
    replaced(collection, before, after) {
      for (const [index, entries] of made) {
        if (collectionOf(index) !== collection) continue;
        if (before) take(entries, index, before);
        if (after) insert(entries, index, after);
      }
    },
  };
}

export function collectionOf(index: Index): keyof Collections {
  return indexes[index].collection;
}

/** Where a row stands in an index. The pair of an index and a row of its own collection is what TypeScript cannot follow. */
export function placeIn(index: Index, row: Row): Place {
  const { placeOf }: { placeOf(row: never): Place } = indexes[index];
  return Reflect.apply(placeOf, null, [row]);
}

export function compare(a: Entry, b: Entry): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  if (a.row.id === b.row.id) return 0;
  return a.row.id < b.row.id ? -1 : 1;
}

function scanned(entries: readonly Entry[], { after, limit }: ScanQuery): readonly Row[] {
  const from = after === null ? 0 : firstAfter(entries, after);
  return entries.slice(from, from + limit).map(({ row }) => row);
}

function firstAfter(entries: readonly Entry[], after: string): number {
  return firstWhere(entries, ({ order }) => order > after);
}

/** The place of the first entry that fits; all after it fit too. */
function firstWhere(entries: readonly Entry[], fits: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && fits(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function push(keys: Map<string, Entry[]>, index: Index, row: Row): void {
  const place = placeIn(index, row);
  if (!place) return;
  const entries = keys.get(place.key);
  if (entries) entries.push({ order: place.order, row });
  else keys.set(place.key, [{ order: place.order, row }]);
}

function insert(keys: Map<string, Entry[]>, index: Index, row: Row): void {
  const place = placeIn(index, row);
  if (!place) return;
  const entry = { order: place.order, row };
  const entries = keys.get(place.key);
  if (!entries) return void keys.set(place.key, [entry]);
  const last = entries.at(-1);
  if (!last || compare(last, entry) < 0) entries.push(entry);
  else
    entries.splice(
      firstWhere(entries, (other) => compare(other, entry) > 0),
      0,
      entry,
    );
}

function take(keys: Map<string, Entry[]>, index: Index, row: Row): void {
  const place = placeIn(index, row);
  const entries = place && keys.get(place.key);
  if (!place || !entries) return;
  const gone = { order: place.order, row };
  const at = firstWhere(entries, (other) => compare(other, gone) >= 0);
  if (entries[at]?.row.id === row.id) entries.splice(at, 1);
  if (entries.length === 0) keys.delete(place.key);
}
