import type { AnyRow } from '../document.ts';

/** Holds a row in an index. Rows of a key are in the order of `order`, then of id. */
export interface IndexEntry {
  order: string;
  row: AnyRow;
}

/**
 * Holds entries in order, cut into blocks, none of them empty: putting one among 100,000 moves a few hundred, not all
 * that follow.
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

/** Puts an entry at its place. */
export function add(blocks: Sorted, entry: IndexEntry): void {
  const at = Math.min(blockOf(blocks, entry), blocks.length - 1);
  const block = blocks[at];
  if (!block) return void blocks.push([entry]);
  block.splice(
    firstWhere(block, (other) => compare(other, entry) > 0),
    0,
    entry,
  );
  // Most entries come last: the block stays full then, and the new entry begins the next one.
  if (block.length > longest) blocks.splice(at + 1, 0, block.splice(at === blocks.length - 1 ? longest : longest / 2));
}

/** Removes the entry of that row; does nothing where there is none. */
export function remove(blocks: Sorted, entry: IndexEntry): void {
  const at = blockOf(blocks, entry);
  const block = blocks[at];
  if (!block) return;
  const place = firstWhere(block, (other) => compare(other, entry) >= 0);
  if (block[place]?.row.id === entry.row.id) block.splice(place, 1);
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
