/** One batch of changes as one statement. */

import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Collections } from '../../../src/ports/collections.ts';
import { asStored, type Edits, historyLines, namesOf, type Rows, rowsIn, textKey } from '../memory/document.ts';
import { leaseInterval } from './lease.ts';
import { checkedRow } from './load.ts';
import { entryRow, keyOf, type TableRow, tableRow } from './rows.ts';

/** Commits a batch, and returns whether it did: not where the term is not ours, or the last mark is another one. See `commit_batch` in sql/. */
export const commitStatement = `
SELECT {schema}.commit_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, ${leaseInterval})`;

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
        puts.rows.push(tableRow(collection, row, edits.texts?.get(textKey(collection, id))));
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
