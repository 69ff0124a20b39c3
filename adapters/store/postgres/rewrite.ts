/** Replaces rows in every table of a schema, also in those that an upgrade and a restore kept. */
import { ReplicaActs } from '../errors.ts';
import { asStored, historyLines } from '../memory/document.ts';
import { stateVersion } from '../memory/migrations/migrate.ts';
import { added, type Replacing, type Rewriting, rewritten, type TakeStored } from '../rewriting.ts';
import { listsOf } from './batch.ts';
import { leaseForCommand } from './command-lease.ts';
import type { Database, Statement } from './connection.ts';
import { awaySeconds } from './known-replicas.ts';
import { checkedRow, readRows, slicesOf } from './load.ts';
import { tellStatement } from './restore.ts';
import { entryRow, keyOf, sumOf, tableRow } from './rows.ts';
import { noteReplaced, putStatement } from './upgrade.ts';

/** How long (ms) one statement may take: the last ones write whole tables anew. */
const limitMs = 600_000;

/** A table that has rows, by the columns that tell which. */
interface RowTable {
  name: string;
  /** The expressions of a row's collection and segment. */
  collection: string;
  segment: string;
  /** It is part of what is in use; false for a copy. */
  isLive: boolean;
  hasId: boolean;
}

const kinds = {
  rows: { collection: 'collection', segment: "''", hasId: true },
  history: { collection: `'${historyLines}'`, segment: "''", hasId: false },
  archived: {
    collection: "'archived'",
    segment: "segment || CASE WHEN dropped THEN ' dropped' ELSE '' END",
    hasId: true,
  },
  trail: {
    collection: `'${historyLines}'`,
    segment: "segment || CASE WHEN dropped THEN ' dropped' ELSE '' END",
    hasId: true,
  },
} as const;

/** Resolves with the tables that have rows: those in use, `before_version_<n>`, and `replaced_<time>_<table>`. */
async function rowTables(query: Statement): Promise<RowTable[]> {
  const found = await query(
    "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('{schema}') AND relkind = 'r' ORDER BY relname",
  );
  return found.flatMap(([relname]) => {
    const name = String(relname);
    const [, copied] = /^replaced_\w+?_(rows|history|archived|trail)$/.exec(name) ?? [];
    const kind = Object.entries(kinds).find(
      ([one]) => one === (copied ?? (name.startsWith('before_version_') ? 'rows' : name)),
    );
    return kind ? [{ name, ...kind[1], isLive: kind[0] === name }] : [];
  });
}

/** A row of a table, and where it stands there. */
interface Placed {
  place: string;
  collection: string;
  row: object;
  facts: object | null;
}

/** Yields the rows of a table in slices. Rejects with RowDamaged. */
async function* placedRows(query: Statement, { name, collection, segment }: RowTable) {
  const sql = `SELECT ctid::text, ${collection}, ${segment}, crc, body::text, facts::text FROM {schema}.${name}`;
  for await (const slice of slicesOf(query, sql)) {
    const rows = slice.map((fields): Placed & { segment: string } => {
      const [place, of, part, sum, body, facts] =
        asStored<[string, string, string, number, string, string | null]>(fields);
      const row = checkedRow(`A row of ${of} in the table ${name}`, of, sum, body);
      return { place, collection: of, segment: part, row, facts: facts === null ? null : asStored(JSON.parse(facts)) };
    });
    yield rows;
  }
}

/** Hands on every row of every table. */
export async function takeTables(query: Statement, take: TakeStored): Promise<void> {
  for (const table of await rowTables(query))
    for await (const rows of placedRows(query, table))
      for (const { collection, row, segment } of rows) {
        const [part = '', dropped] = segment.split(' ');
        const copy = [...(table.isLive ? [] : [table.name]), ...(dropped ? [dropped] : [])].join(' ');
        take({ collection, row, segment: part, copy });
      }
}

/**
 * Rewrites a database of this version in one transaction, while this process has the lease; then writes the tables anew, so that their files
 * do not have the old rows any more. Rejects with ReplicaActs where a replica runs.
 */
export async function rewriteTables(database: Database, rewriting: Rewriting): Promise<void> {
  const { lease } = await leaseForCommand(database);
  let tables: readonly RowTable[] = [];
  try {
    await database.transaction(
      async (query) => {
        tables = await rowTables(query);
        const { document } = await readRows(query, stateVersion);
        await takeTables(query, rewriting.take);
        const replacing = rewriting.settle();
        const after = added(document, replacing);
        for (const { collection, row } of replacing.rows)
          await query(putStatement, [[collection], ...listsOf([tableRow(collection, row)])]);
        await query(tellStatement, listsOf(after.history.slice(document.history.length).map(entryRow)));
        for (const table of tables) await rewriteTable(query, table, replacing);
        await noteReplaced(query, rewritten(after, replacing.change), lease);
      },
      { limitMs },
    );
    // An update leaves the old row in the file of the table until this.
    for (const name of [...tables.map((table) => table.name), 'log'])
      await database.query(`VACUUM FULL {schema}.${name}`, [], limitMs);
  } finally {
    await lease.giveBack();
  }
}

/** Rejects with ReplicaActs where a replica was seen of late: one that follows has every row in memory. */
export async function checkStopped(database: Database): Promise<void> {
  const [row] = await database.query(
    `SELECT url FROM {schema}.replica WHERE seen > clock_timestamp() - interval '${awaySeconds} s' LIMIT 1`,
  );
  if (row) throw new ReplicaActs(String(row[0]));
}

async function rewriteTable(query: Statement, table: RowTable, { change }: Replacing): Promise<void> {
  const { name, hasId } = table;
  const update = `
UPDATE {schema}.${name} t SET crc = n.s, body = n.b::json, facts = n.f::json${hasId ? ', id = coalesce(n.i, t.id)' : ''}
FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) AS n(c, i, s, b, f) WHERE t.ctid = n.c::tid`;
  for await (const rows of placedRows(query, table)) {
    const after = rows.map(({ row, collection, place, facts }) => ({
      row,
      collection,
      place,
      facts,
      changed: change(collection, row),
    }));
    const gone = after.filter(({ changed }) => changed === null).map(({ place }) => place);
    const put = after.flatMap(({ row, changed, collection, place, facts }) =>
      changed === null || changed === row
        ? []
        : [{ place, ...columnsOf(collection, changed, facts && change('', facts)) }],
    );
    if (gone.length > 0) await query(`DELETE FROM {schema}.${name} WHERE ctid = ANY($1::text[]::tid[])`, [gone]);
    if (put.length > 0) await query(update, [put.map(({ place }) => place), ...listsOf(put)]);
  }
}

function columnsOf(collection: string, row: object, facts: object | null) {
  const { id }: { id?: unknown } = row;
  const body = JSON.stringify(row);
  return {
    ...{ key: asStored<string>(typeof id === 'string' ? keyOf(id) : null), sum: sumOf(collection, body), body },
    facts: facts && JSON.stringify(facts),
  };
}
