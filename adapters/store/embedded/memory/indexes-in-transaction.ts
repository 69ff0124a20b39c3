import type { Collections } from '../../../../src/ports/collections.ts';
import type { Index } from '../../../../src/ports/indexes.ts';
import { type AnyRow, type Rows, rowsIn, type Tables } from '../document.ts';
import { collectionOf, type IndexRows, indexRows, positionIn } from './indexes.ts';
import { compare } from './sorted-blocks.ts';
import type { View } from './view.ts';

/**
 * Answers as the indexes of a view would with edits that the view does not know yet. A scan costs what is under its
 * key, not all that is edited.
 */
export interface TransactionIndexes extends Pick<IndexRows, 'scan' | 'count' | 'keys'> {
  /** Must be called before a row, or a null that removes one, is put into the edits. */
  editing<C extends keyof Collections>(collection: C, id: string, row: Collections[C] | null): void;
}

/**
 * Returns the indexes over a view and edits. The caller goes on to change `edits`; `below` does not change meanwhile.
 */
export function transactionIndexes(below: View, edits: Rows): TransactionIndexes {
  /** The edited rows, as they are below. */
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
