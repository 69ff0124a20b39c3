import type { Collections } from '../../../../src/ports/collections.ts';
import { type Index, type IndexPosition, indexes, type RowOf } from '../../../../src/ports/indexes.ts';
import type { ScanQuery } from '../../../../src/ports/store.ts';
import { type AnyRow, asStored, type Rows } from '../document.ts';
import { add, type IndexEntry, lengthOf, remove, rowsAfter, type Sorted, sorted } from './sorted-blocks.ts';

/**
 * Finds rows by index and key. An index is made when it is first asked for, and kept up from then on: a start pays for
 * none.
 */
export interface IndexRows {
  scan<I extends Index>(index: I, query: ScanQuery): readonly RowOf<I>[];
  count(index: Index, key: string): number;
  keys(index: Index): readonly string[];
  /** Must be called before a row is replaced, added (`before` null) or removed (`after` null). */
  replaced(collection: keyof Collections, before: AnyRow | null, after: AnyRow | null): void;
}

/** Returns the indexes of the rows in `tables`; a null is no row. */
export function indexRows(tables: Rows): IndexRows {
  /** The indexes that were made, by their collection. */
  const made = new Map<keyof Collections, Map<Index, Map<string, Sorted>>>();

  function keysOf(index: Index): Map<string, Sorted> {
    const collection = collectionOf(index);
    const ofCollection = made.get(collection) ?? new Map<Index, Map<string, Sorted>>();
    const known = ofCollection.get(index);
    if (known) return known;
    const fresh = new Map<string, Sorted>();
    for (const [key, entries] of entriesByKey(index, tables)) fresh.set(key, sorted(entries));
    made.set(collection, ofCollection.set(index, fresh));
    return fresh;
  }

  return {
    // TypeScript cannot tell from a name that an index has rows of its own collection alone.
    scan: (index, { key, after, limit = Number.POSITIVE_INFINITY }) =>
      asStored(rowsAfter(keysOf(index).get(key) ?? [], after, limit)),
    count: (index, key) => lengthOf(keysOf(index).get(key) ?? []),
    keys: (index) => [...keysOf(index).keys()],
    replaced(collection, before, after) {
      for (const [index, keys] of made.get(collection) ?? []) {
        if (before) take(keys, index, before);
        if (after) insert(keys, index, after);
      }
    },
  };
}

function entriesByKey(index: Index, tables: Rows): Map<string, IndexEntry[]> {
  const keys = new Map<string, IndexEntry[]>();
  for (const row of tables[collectionOf(index)]?.values() ?? []) {
    const place = row && positionIn(index, row);
    if (!place) continue;
    const entry = { order: place.order, row };
    const entries = keys.get(place.key);
    if (entries) entries.push(entry);
    else keys.set(place.key, [entry]);
  }
  return keys;
}

/** Returns the collection whose rows are in the index. */
export function collectionOf(index: Index): keyof Collections {
  return indexes[index].collection;
}

/** Returns the place of a row in an index. TypeScript cannot tell that the row is of the index's own collection. */
export function positionIn(index: Index, row: AnyRow): IndexPosition {
  const { positionOf }: { positionOf(row: never): IndexPosition } = indexes[index];
  return Reflect.apply(positionOf, null, [row]);
}

function insert(keys: Map<string, Sorted>, index: Index, row: AnyRow): void {
  const place = positionIn(index, row);
  if (!place) return;
  const entry = { order: place.order, row };
  const entries = keys.get(place.key);
  if (entries) add(entries, entry);
  else keys.set(place.key, [[entry]]);
}

function take(keys: Map<string, Sorted>, index: Index, row: AnyRow): void {
  const place = positionIn(index, row);
  const entries = place && keys.get(place.key);
  if (!place || !entries) return;
  remove(entries, { order: place.order, row });
  if (entries.length === 0) keys.delete(place.key);
}
