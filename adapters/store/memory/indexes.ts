import type { Collections } from '../../../src/ports/collections.ts';
import { type Index, type IndexPosition, indexes, type RowOf } from '../../../src/ports/indexes.ts';
import type { ScanQuery } from '../../../src/ports/store.ts';
import { type AnyRow, asStored, type Rows } from './document.ts';

/** Finds rows by index and key. */
export type IndexRows = ReturnType<typeof indexRows>;

/**
 * Returns the indexes of the rows in `tables`; a null is no row. An index is made when it is first asked for, and kept up from then on: a
 * start pays for none.
 */
export function indexRows(tables: Rows) {
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
    scan: <I extends Index>(index: I, { key, after, limit = Number.POSITIVE_INFINITY }: ScanQuery) =>
      asStored<readonly RowOf<I>[]>(rowsAfter(keysOf(index).get(key) ?? [], after, limit)),
    count: (index: Index, key: string) => lengthOf(keysOf(index).get(key) ?? []),
    keys: (index: Index): readonly string[] => [...keysOf(index).keys()],
    /** Must be called before a row is replaced, added (`before` null) or removed (`after` null). */
    replaced(collection: keyof Collections, before: AnyRow | null, after: AnyRow | null): void {
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
    const position = row && positionIn(index, row);
    if (!position) continue;
    const entry = { order: position.order, row };
    const entries = keys.get(position.key);
    if (entries) entries.push(entry);
    else keys.set(position.key, [entry]);
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
  const position = positionIn(index, row);
  if (!position) return;
  const entry = { order: position.order, row };
  const entries = keys.get(position.key);
  if (entries) add(entries, entry);
  else keys.set(position.key, [[entry]]);
}

function take(keys: Map<string, Sorted>, index: Index, row: AnyRow): void {
  const position = positionIn(index, row);
  const entries = position && keys.get(position.key);
  if (!position || !entries) return;
  remove(entries, { order: position.order, row });
  if (entries.length === 0) keys.delete(position.key);
}

/** A row's entry in an index. The rows of a key are in the order of `order`, then of id. */
export interface IndexEntry {
  order: string;
  row: AnyRow;
}

/**
 * Sorted entries in blocks, none of them empty: an insert among 100,000 entries moves a few hundred, not all that follow.
 */
export type Sorted = IndexEntry[][];

/** A block longer than this is cut in two. */
const longest = 512;

/** Returns the entries in order, in blocks of half the longest length. */
export function sorted(entries: readonly IndexEntry[]): Sorted {
  const inOrder = entries.toSorted(compare);
  const blocks: Sorted = [];
  for (let from = 0; from < inOrder.length; from += longest / 2) blocks.push(inOrder.slice(from, from + longest / 2));
  return blocks;
}

/** Inserts an entry at its position. */
export function add(blocks: Sorted, entry: IndexEntry): void {
  const at = Math.min(blockOf(blocks, entry), blocks.length - 1);
  const block = blocks[at];
  if (!block) return void blocks.push([entry]);
  const position = firstWhere(block, (other) => compare(other, entry) > 0);
  block.splice(position, 0, entry);
  // Most entries come last: the block stays full then, and the new entry begins the next one.
  if (block.length > longest) blocks.splice(at + 1, 0, block.splice(at === blocks.length - 1 ? longest : longest / 2));
}

/** Removes the entry of that row; does nothing when there is none. */
export function remove(blocks: Sorted, entry: IndexEntry): void {
  const at = blockOf(blocks, entry);
  const block = blocks[at];
  if (!block) return;
  const position = firstWhere(block, (other) => compare(other, entry) >= 0);
  if (block[position]?.row.id === entry.row.id) block.splice(position, 1);
  if (block.length === 0) blocks.splice(at, 1);
}

/** Returns at most `limit` rows whose place comes after `after`; from the first on where that is null. */
export function rowsAfter(blocks: Sorted, after: string | null, limit: number): readonly AnyRow[] {
  const stands = ({ order }: IndexEntry) => after === null || order > after;
  const rows: AnyRow[] = [];
  let at = firstWhere(blocks, (block) => block.slice(-1).every(stands));
  let from = firstWhere(blocks[at] ?? [], stands);
  for (let block = blocks[at]; block && rows.length < limit; block = blocks[++at], from = 0)
    for (const { row } of block.slice(from, from + limit - rows.length)) rows.push(row);
  return rows;
}

/** Returns the number of entries. */
export function lengthOf(blocks: Sorted): number {
  return blocks.reduce((length, block) => length + block.length, 0);
}

/** Compares two entries, for `sort`: by `order`, then by the id of the row, in code units. */
export function compare(a: IndexEntry, b: IndexEntry): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  // This does not call `byId`: an index compares so often that the call shows.
  if (a.row.id === b.row.id) return 0;
  return a.row.id < b.row.id ? -1 : 1;
}

/** Returns the place of the first block that ends at the entry's place or behind it: no other can hold the entry. */
function blockOf(blocks: Sorted, entry: IndexEntry): number {
  return firstWhere(blocks, (block) => {
    const last = block[block.length - 1];
    return last !== undefined && compare(last, entry) >= 0;
  });
}

/** Returns the place of the first item that fits, where all after it fit too; the length where none does. */
export function firstWhere<T>(all: readonly T[], fits: (one: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one !== undefined && fits(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}
