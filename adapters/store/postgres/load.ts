/** Reads the whole state from the tables into memory. */
import { setImmediate } from 'node:timers/promises';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { accountsOf } from '../../../src/ports/collections.ts';
import { RowDamaged, StateTooNew } from '../errors.ts';
import { asStored, type Document, emptyDocument, type Growth, historyLines } from '../memory/document.ts';
import { addBytes, noGrowth } from '../memory/sums.ts';
import { progressed } from '../progress.ts';
import { type Database, oneInstant, type Statement } from './connection.ts';
import { keyOf, sumOf } from './rows.ts';

/** The rows that are read in one go, in some milliseconds, before other work gets its turn. */
const slice = 1_000;

/** What the one row of `state` says. */
export interface StateRow {
  version: number;
  position: number;
  mark: string;
  generation: string;
  term: string;
  owner: string | null;
  url: string | null;
  /** The lease is over, or was given back. */
  isFree: boolean;
  wasGivenBack: boolean;
  /** When whoever acts began to, ISO 8601; null before the first. */
  since: string | null;
  counts: Readonly<Record<string, number>>;
  /** The time of the database, in epoch milliseconds. */
  nowMs: number;
  begun: string;
  lastBackup: string | null;
}

/** Returns the column as ISO 8601 in UTC. */
export const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The columns that `stateRow` reads. */
const stateColumns = `version, position, mark, generation, term, owner, url, until < clock_timestamp(), until = '-infinity',
  ${iso('since')}, counts::text, (extract(epoch FROM clock_timestamp()) * 1000)::float8, ${iso('begun')}, ${iso('last_backup')}`;

/** Returns what the row says whose columns are `stateColumns`. */
function stateRow(row: readonly unknown[] | undefined): StateRow {
  if (!row) throw new RowDamaged('The row of the table state', 'it is missing');
  const [
    version,
    position,
    mark,
    generation,
    term,
    owner,
    url,
    isFree,
    wasGivenBack,
    since,
    counts,
    nowMs,
    begun,
    lastBackup,
  ] =
    asStored<
      [
        ...[number, string, string, string, string, string | null, string | null, boolean, boolean],
        ...[string | null, string, number, string, string | null],
      ]
    >(row);
  return {
    ...{ version, position: Number(position), mark, generation, term, owner, url, isFree, wasGivenBack, since },
    ...{ counts: JSON.parse(counts), nowMs, begun, lastBackup },
  };
}

/** The state as of one position. */
export interface LoadedRows {
  state: StateRow;
  /** The mark of the newest batch in the log; null where the log is empty. */
  mark: string | null;
  document: Document;
  stored: Growth;
}

/**
 * Reads every row as of one instant, in slices. Rejects with RowDamaged, naming the collection and the id, and with StateTooNew. `known`
 * is the newest version of the state that this program understands.
 */
export function loadRows(database: Database, known: number): Promise<LoadedRows> {
  return database.transaction((query) => readRows(query, known), oneInstant);
}

/**
 * Reads every row as the transaction sees it; see `loadRows`. Rows of a collection that `keeps` does not name are only checked.
 */
export async function readRows(
  query: Statement,
  known: number,
  keeps: (collection: string) => boolean = () => true,
): Promise<LoadedRows> {
  const state = await readState(query, known);
  const document = { ...emptyDocument(state.version), tables: {} };
  const tables: Record<string, Map<string, unknown>> = document.tables;
  const stored = noGrowth();
  for await (const rows of stateRows(query, state))
    for (const { collection, row, body } of rows) {
      addBytes(stored, Buffer.byteLength(body) + collection.length + 15, accountsOf(collection, row));
      if (collection === historyLines) document.history.push(asStored<HistoryEntry>(row));
      else if (keeps(collection)) {
        tables[collection] ??= new Map();
        tables[collection].set(asStored<{ id: string }>(row).id, row);
      }
    }
  const [newest] = await query('SELECT mark FROM {schema}.log WHERE position = $1', [state.position]);
  return { state, document, stored, mark: newest ? String(newest[0]) : null };
}

/** Resolves with what `state` says, whatever its version; `locked` keeps others from changing it until the transaction ends. */
export async function stateNow(query: Statement, locked: ' FOR UPDATE' | '' = ''): Promise<StateRow> {
  return stateRow((await query(`SELECT ${stateColumns} FROM {schema}.state${locked}`))[0]);
}

/** Resolves with what `state` says. Rejects with StateTooNew. */
export async function readState(query: Statement, known: number): Promise<StateRow> {
  const state = await stateNow(query);
  if (state.version > known) throw new StateTooNew('The database', state.version, known);
  return state;
}

/** A row of the state, or an entry of its history, whose collection is `historyLines`. `body` is its JSON. */
interface ReadRow {
  collection: string;
  row: object;
  body: string;
}

/** Yields every row, then the history from its oldest entry on, in slices. Rejects with RowDamaged. */
export async function* stateRows(query: Statement, { counts }: StateRow): AsyncGenerator<readonly ReadRow[]> {
  const found: Record<string, number> = {};
  let done = 0;
  const counted = (rows: readonly ReadRow[]): readonly ReadRow[] => {
    for (const { collection } of rows) found[collection] = (found[collection] ?? 0) + 1;
    done += rows.length;
    progressed({ step: 'Reading the database', done, of: null, unit: 'rows' });
    return rows;
  };
  for await (const rows of slicesOf(query, 'SELECT collection, id, crc, body::text FROM {schema}.rows'))
    yield counted(rows.map(rowOf));
  for await (const rows of slicesOf(query, 'SELECT number, crc, body::text FROM {schema}.history ORDER BY number'))
    yield counted(rows.map(entryOf));
  checkCounts(counts, found);
}

function rowOf(fields: readonly unknown[]): ReadRow {
  const [collection, key, sum, body] = asStored<[string, string, number, string]>(fields);
  return { collection, row: rowUnder(key, `Row ${key} of ${collection}`, collection, sum, body), body };
}

function entryOf(fields: readonly unknown[]): ReadRow {
  const [number, sum, body] = asStored<[string, number, string]>(fields);
  const name = `Entry ${number} of the history`;
  const row = checkedRow(name, historyLines, sum, body);
  if (String(asStored<HistoryEntry>(row).number) !== number)
    throw new RowDamaged(name, 'it stands under another number');
  return { collection: historyLines, row, body };
}

/** Yields the rows of a query in slices, each of which the caller must be done with, and gives other work its turn in between. */
export async function* slicesOf(
  query: Statement,
  sql: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly (readonly unknown[])[]> {
  await query(`DECLARE every NO SCROLL CURSOR FOR ${sql}`, values);
  for (;;) {
    const rows = await query(`FETCH ${slice} FROM every`);
    yield rows;
    if (rows.length < slice) break;
    await setImmediate();
  }
  await query('CLOSE every');
}

/** Returns the row of a text. Throws RowDamaged where the checksum is not its own. */
export function checkedRow(name: string, collection: string, sum: number, body: string): object {
  if (sumOf(collection, body) !== sum) throw new RowDamaged(name, 'it is not as it was written');
  return asStored<object>(JSON.parse(body));
}

/** Returns the same of a row that stands under an id. Throws RowDamaged where the row has another one, too. */
export function rowUnder(key: string, name: string, collection: string, sum: number, body: string): object {
  const row = checkedRow(name, collection, sum, body);
  if (keyOf(asStored<{ id: string }>(row).id) !== key) throw new RowDamaged(name, 'it stands under another id');
  return row;
}

/** Returns the number of rows by collection, and of entries of the history. Collections without a row are left out. */
export function countsOf({ tables, history }: Document): Record<string, number> {
  const counts = Object.entries(tables).map(([name, rows]) => [name, rows.size] as const);
  return Object.fromEntries([...counts, [historyLines, history.length] as const].filter(([, count]) => count > 0));
}

/** Throws RowDamaged where rows came or went past the bot: those who write say how many there are. */
function checkCounts(written: Readonly<Record<string, number>>, found: Readonly<Record<string, number>>): void {
  for (const name of new Set([...Object.keys(written), ...Object.keys(found)])) {
    const [was, is] = [written[name] ?? 0, found[name] ?? 0];
    if (was !== is) throw new RowDamaged(`The collection ${name}`, `it has ${is} rows, and the bot left ${was}`);
  }
}
