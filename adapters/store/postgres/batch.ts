/** One batch of changes as one statement. */

import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Collections } from '../../../src/ports/collections.ts';
import { asStored, type Edits, historyLines, namesOf, type Rows, rowsIn } from '../memory/document.ts';
import { checkedRow } from './load.ts';
import { entryRow, keyOf, type TableRow, tableRow } from './rows.ts';

/**
 * Commits a batch, while the term is ours and the last mark is the one that we know; no row comes back otherwise. It lengthens the lease.
 * The log gets the same lists, so that those who follow need not read rows.
 */
export const commitStatement = `
WITH moved AS (
  UPDATE {schema}.state SET position = position + 1, mark = $3, counts = $4::json, until = clock_timestamp() + interval '10 s'
  WHERE term = $1 AND mark = $2 RETURNING position),
put AS (
  INSERT INTO {schema}.rows (collection, id, crc, body, facts)
  SELECT c, i, s, b::json, f::json FROM moved, unnest($5::text[], $6::text[], $7::int[], $8::text[], $9::text[]) AS t(c, i, s, b, f)
  ON CONFLICT (collection, id) DO UPDATE SET crc = EXCLUDED.crc, body = EXCLUDED.body, facts = EXCLUDED.facts),
gone AS (
  DELETE FROM {schema}.rows r USING moved, unnest($10::text[], $11::text[]) AS t(c, i) WHERE r.collection = t.c AND r.id = t.i),
told AS (
  INSERT INTO {schema}.history (number, crc, body, facts)
  SELECT n, s, b::json, f::json FROM moved, unnest($12::bigint[], $13::int[], $14::text[], $15::text[]) AS t(n, s, b, f) WHERE n > $16),
forgot AS (DELETE FROM {schema}.history h USING moved WHERE h.number <= $16),
logged AS (
  INSERT INTO {schema}.log (position, mark, puts, put_ids, sums, bodies, removals, removed_ids, history_sums, history, forgotten, growth)
  SELECT position, $3, $5, $6, $7, $8, $10, $11, $13, $14, $16, $17::json FROM moved)
SELECT position FROM moved`;

/** The values of a statement from the fourth on. */
export type BatchValues = readonly unknown[];

/** Returns the values of the statement that commits these edits. `counts` is the number of rows by collection after it. */
export function batchValues(edits: Edits, counts: Readonly<Record<string, number>>): BatchValues {
  const puts: { names: string[]; rows: TableRow[] } = { names: [], rows: [] };
  const gone: { names: string[]; keys: string[] } = { names: [], keys: [] };
  function add<C extends keyof Collections>(collection: C): void {
    for (const [id, row] of rowsIn<C, null>(edits.rows, collection)) {
      if (row === null) {
        gone.names.push(collection);
        gone.keys.push(keyOf(id));
      } else {
        puts.names.push(collection);
        puts.rows.push(tableRow(collection, row));
      }
    }
  }
  for (const name of namesOf(edits.rows)) add(name);
  const entries = edits.history.map(entryRow);
  const { bytes, byAccount } = edits.growth ?? { bytes: 0, byAccount: new Map() };
  return [
    JSON.stringify(counts),
    ...[puts.names, ...listsOf(puts.rows)],
    ...[gone.names, gone.keys],
    ...listsOf(entries),
    edits.forgotten,
    JSON.stringify({ bytes, byAccount: [...byAccount] }),
  ];
}

/** Returns the rows as one list for each column. */
export function listsOf(rows: readonly TableRow[]) {
  return [
    rows.map(({ key }) => key),
    rows.map(({ sum }) => sum),
    rows.map(({ body }) => body),
    rows.map(({ facts }) => facts),
  ];
}

/** Reads the newest entries of the log, from a position on. */
export const logStatement = `
SELECT position, mark, puts, sums, bodies, removals, removed_ids, history_sums, history, forgotten, growth::text FROM {schema}.log
WHERE position >= $1 ORDER BY position LIMIT $2`;

/** One batch that was committed, as the log has it. */
export interface LoggedBatch {
  position: number;
  mark: string;
  edits: Edits;
}

/** Returns a batch of a row that `logStatement` returned. Throws RowDamaged. */
export function loggedBatch(row: readonly unknown[]): LoggedBatch {
  const [position, mark, puts, sums, bodies, removals, removedIds, historySums, history, forgotten, growth] =
    asStored<
      [...[string, string, string[], number[], string[]], ...[string[], string[], number[], string[], string, string]]
    >(row);
  const entryOfLog = `Entry ${position} of the log`;
  const maps: Record<string, Map<string, object | null>> = {};
  const mapOf = (name: string) => {
    maps[name] ??= new Map();
    return maps[name];
  };
  for (const [index, name] of puts.entries()) {
    const stored = asStored<{ id: string }>(checkedRow(entryOfLog, name, sums[index] ?? 0, bodies[index] ?? ''));
    mapOf(name).set(stored.id, stored);
  }
  for (const [index, name] of removals.entries()) mapOf(name).set(JSON.parse(`"${removedIds[index]}"`), null);
  const entries = history.map((text, index) =>
    asStored<HistoryEntry>(checkedRow(entryOfLog, historyLines, historySums[index] ?? 0, text)),
  );
  const { bytes, byAccount } = asStored<{ bytes: number; byAccount: [string, number][] }>(JSON.parse(growth));
  const edits = { rows: asStored<Rows>(maps), history: entries, forgotten: Number(forgotten) };
  return { position: Number(position), mark, edits: { ...edits, growth: { bytes, byAccount: new Map(byAccount) } } };
}
