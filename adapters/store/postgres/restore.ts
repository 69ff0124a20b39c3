/** Puts a backup in the place of what the database has. */
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Archived, Collections } from '../../../src/ports/collections.ts';
import { type Numbered, numbered } from '../../../src/store/next-number.ts';
import { checkBackup, readBackup } from '../backup.ts';
import { CannotMove } from '../errors.ts';
import { asStored, type Document, namesOf } from '../memory/document.ts';
import { stateVersion } from '../memory/migrations/migrate.ts';
import { archivedOfNow } from '../memory/migrations/v6-one-word-one-meaning.ts';
import { type LastNumbers, restoreRows } from '../memory/restored-rows.ts';
import type { RestoreOptions } from '../state.ts';
import { openArchives } from './archive.ts';
import { listsOf } from './batch.ts';
import { leaseForCommand } from './command-lease.ts';
import type { Database, Statement } from './connection.ts';
import type { Lease } from './lease.ts';
import { prepare } from './prepare.ts';
import { entryRow, type TableRow, tableRow } from './rows.ts';
import { noteReplaced, putStatement } from './upgrade.ts';

/** How long (ms) one statement may take: the one that keeps the old rows copies all of them. */
const limitMs = 600_000;
/** Rows that one statement adds. */
const slice = 1_000;

/** The tables that a backup replaces. A copy of the one row of `state` is kept with theirs: it says how many rows there were. */
const replacedTables = ['rows', 'history', 'archived', 'trail'] as const;

/**
 * Restores a backup in one transaction, while this process has the lease; see `StoredState.restore`. Replicas load anew by the new
 * `generation`. Rejects with ReplicaActs where one acts, unless it is to be taken over.
 */
export async function restoreInto(
  database: Database,
  file: string,
  { moved = false, takeOver = false }: RestoreOptions = {},
): Promise<string | null> {
  await checkBackup(file, moved);
  await prepare(database, stateVersion);
  // Looked at before somebody is taken over, and again when nobody can write any more.
  if (moved) await checkUnused(database, database.query);
  const { state, lease } = await leaseForCommand(database, takeOver);
  try {
    return await database.transaction(
      async (query) => {
        if (moved) await checkUnused(database, query);
        const kept = await keepTables(query);
        const replaced = moved ? null : await lastNumbersIn(query);
        for (const table of replacedTables) await query(`DELETE FROM {schema}.${table}`);
        const document = await readInto(query, file, replaced, new Date(state.nowMs).toISOString());
        await putState(query, document, lease);
        return kept;
      },
      { limitMs },
    );
  } finally {
    await lease.giveBack();
  }
}

async function isEmpty(query: Statement): Promise<boolean> {
  const filled = replacedTables.map((table) => `EXISTS (SELECT 1 FROM {schema}.${table})`);
  const [row] = await query(`SELECT ${filled.join(' OR ')}`);
  return row?.[0] === false;
}

async function checkUnused({ inWords }: Database, query: Statement): Promise<void> {
  if (await isEmpty(query)) return;
  throw new CannotMove(`${inWords} holds a state already`, 'Name another schema in DATABASE_URL');
}

/** Copies what is there into tables of the same schema. Resolves with their names for people; with null where there is nothing. */
async function keepTables(query: Statement): Promise<string | null> {
  if (await isEmpty(query)) return null;
  const [row] = await query(
    `SELECT 'replaced_' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"t"HH24MISSMS')`,
  );
  const name = String(row?.[0]);
  for (const table of [...replacedTables, 'state'])
    await query(`CREATE TABLE {schema}.${name}_${table} AS TABLE {schema}.${table}`);
  return `the tables ${name}_…`;
}

/** Returns the numbers that were given out last, also where rows are damaged. */
async function lastNumbersIn(query: Statement): Promise<LastNumbers> {
  const last = new Map<Numbered, number>();
  for (const [body] of await query("SELECT body::text FROM {schema}.rows WHERE collection = 'counters'")) {
    const { id, value } = asStored<{ id: unknown; value: unknown }>(JSON.parse(String(body)));
    const counter = numbered.find((one) => one === id);
    if (counter && Number.isSafeInteger(value)) last.set(counter, Number(value));
  }
  return last;
}

/** Reads the backup: puts what it has of the archive into the tables, and resolves with the rest, as it is after a restore. */
async function readInto(query: Statement, file: string, replaced: LastNumbers | null, now: string): Promise<Document> {
  const { alerts, trail } = openArchives(query, (work) => work(query));
  const append = (segment: string, rows: readonly unknown[]) =>
    segment.startsWith('alerts-')
      ? alerts.append(segment, asStored<Archived[]>(rows).map(archivedOfNow))
      : trail.append(segment, asStored<HistoryEntry[]>(rows));
  const waiting = new Map<string, unknown[]>();
  const { state, made } = await readBackup(file, {
    add(segment, row) {
      const rows = waiting.get(segment) ?? [];
      rows.push(row);
      waiting.set(segment, rows);
    },
    async write() {
      for (const [segment, rows] of waiting) await append(segment, rows);
      waiting.clear();
    },
  });
  if (replaced) restoreRows(state, made?.at ?? null, replaced, now);
  return state;
}

/** Puts the rows and the history into tables that are empty, and says that they were replaced. */
async function putState(query: Statement, document: Document, lease: Lease): Promise<void> {
  async function put<C extends keyof Collections>(name: C): Promise<void> {
    const rows: ReadonlyMap<string, Collections[C]> = document.tables[name] ?? new Map();
    for (const part of slicesOf(rows.values(), (row) => tableRow(name, row)))
      await query(putStatement, [part.map(() => name), ...listsOf(part)]);
  }
  for (const name of namesOf(document.tables)) await put(name);
  for (const part of slicesOf(document.history, entryRow)) await query(tellStatement, listsOf(part));
  await noteReplaced(query, document, lease);
}

/** Adds entries of the history. */
export const tellStatement = `
INSERT INTO {schema}.history (number, crc, body, facts)
SELECT n::bigint, s, b::json, f::json FROM unnest($1::text[], $2::int[], $3::text[], $4::text[]) AS t(n, s, b, f)`;

/** Yields rows as a table has them, in slices. */
function* slicesOf<Row>(rows: Iterable<Row>, rowOf: (row: Row) => TableRow): Generator<readonly TableRow[]> {
  let part: TableRow[] = [];
  for (const row of rows) {
    part.push(rowOf(row));
    if (part.length < slice) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
