import type { Collections, Index } from '../../../src/collections.ts';
import type { ScanQuery } from '../../../src/ports.ts';
import { collectionOf, placeIn } from './index-rows.ts';
import { compare, type Entry } from './sorted.ts';
import { type Edits, namesOf } from './tables.ts';
import type { View } from './view.ts';

type Row = Collections[keyof Collections];

/** What an index would say with edits that it does not know yet. Costs what is edited, not what is stored. */
export function scannedOver(below: View, edits: Edits, index: Index, query: ScanQuery): ReturnType<typeof JSON.parse> {
  const edited = editedRows(edits, index);
  if (!edited) return below.scan(index, query);
  const kept: Row[] = below
    .scan(index, { ...query, limit: query.limit + edited.size })
    .filter((row: Row) => !edited.has(row.id));
  const entries = [...kept, ...edited.values()].flatMap((row) => entryOf(index, row, query));
  return entries
    .sort(compare)
    .slice(0, query.limit)
    .map(({ row }) => row);
}

export function countedOver(below: View, edits: Edits, index: Index, key: string): number {
  let count = below.count(index, key);
  for (const [id, row] of editedRows(edits, index) ?? []) {
    const before = below.get(collectionOf(index), id);
    count += Number(isUnder(index, row, key)) - Number(isUnder(index, before, key));
  }
  return count;
}

export function keysOver(below: View, edits: Edits, index: Index): readonly string[] {
  const edited = editedRows(edits, index);
  if (!edited) return below.keys(index);
  const fresh = [...edited.values()].flatMap((row) => (row && placeIn(index, row)?.key) ?? []);
  return [...new Set([...below.keys(index), ...fresh])].filter((key) => countedOver(below, edits, index, key) > 0);
}

function editedRows(edits: Edits, index: Index): ReadonlyMap<string, Row | null> | null {
  const collection = collectionOf(index);
  return namesOf(edits.rows).includes(collection) ? (edits.rows[collection] ?? null) : null;
}

function entryOf(index: Index, row: Row | null, { key, after }: ScanQuery): Entry[] {
  const place = row && placeIn(index, row);
  if (!row || place?.key !== key || (after !== null && place.order <= after)) return [];
  return [{ order: place.order, row }];
}

function isUnder(index: Index, row: Row | null, key: string): boolean {
  return row !== null && placeIn(index, row)?.key === key;
}
