/** The archive of alerts, and of the older part of the audit trail, as tables. */
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Archived } from '../../../src/ports/collections.ts';
import { type Archive, StoreUnwritable } from '../../../src/ports/store.ts';
import { asStored } from '../memory/document.ts';
import { archivedOfNow } from '../memory/migrations/v6-one-word-one-meaning.ts';
import { type Database, inWords, oneInstant, type Statement } from './connection.ts';
import type { Lease } from './lease.ts';
import { checkedRow, eachRow } from './load.ts';
import { archivedRow, entryRow, type TableRow } from './rows.ts';

/** Rows that one statement adds. */
const slice = 500;

interface ArchiveKind<Row> {
  table: 'archived' | 'trail';
  /** The collection by which a backup has its rows, which the checksum covers. */
  collection: string;
  rowOf(row: Row): TableRow;
  rowOfNow(row: Row): Row;
}

const alertsKind: ArchiveKind<Archived> = {
  ...{ table: 'archived', collection: 'archived', rowOf: archivedRow, rowOfNow: archivedOfNow },
};
const trailKind: ArchiveKind<HistoryEntry> = {
  ...{ table: 'trail', collection: 'history', rowOf: entryRow, rowOfNow: (entry) => entry },
};

/** Opens the archive of closed alerts. Only while `lease` holds does it write; null for one that only reads. */
export function openAlerts(database: Database, lease: Lease | null): Archive {
  return openArchive(database, lease, alertsKind);
}

/** Opens the older part of the audit trail. */
export function openTrail(database: Database, lease: Lease | null): Archive<HistoryEntry> {
  return openArchive(database, lease, trailKind);
}

function openArchive<Row>(database: Database, lease: Lease | null, kind: ArchiveKind<Row>): Archive<Row> {
  /** Makes statements in one transaction in which nobody else can take the lease. */
  async function write(work: (query: Statement) => Promise<void>): Promise<void> {
    if (!lease) throw new StoreUnwritable('the archive was opened to be read');
    lease.check();
    try {
      await database.transaction(async (query) => {
        const mine = await query('SELECT 1 FROM {schema}.state WHERE term = $1 AND owner = $2 FOR SHARE', [
          lease.term,
          lease.owner,
        ]);
        if (mine.length === 0) throw lease.end('Another replica acts.');
        await work(query);
      });
    } catch (error) {
      lease.check();
      throw new StoreUnwritable(inWords(error), { cause: error });
    }
  }

  return {
    async append(segment, rows) {
      for (let from = 0; from < rows.length; from += slice)
        await write(
          async (query) =>
            void (await query(appendTo(kind.table), [segment, ...lists(rows.slice(from, from + slice), kind)])),
        );
    },
    read: (segment, wanted = () => true) =>
      database.transaction(async (query) => {
        const found: Row[] = [];
        await eachStored<Row>(query, kind, segment, (stored) => {
          const row = kind.rowOfNow(stored);
          if (wanted(row)) found.push(row);
        });
        return found;
      }, oneInstant),
    segments: () => segmentsOf((sql) => database.query(sql), kind.table),
    drop: (segment) =>
      write(async (query) => {
        const there = await query(`SELECT 1 FROM {schema}.${kind.table} WHERE segment = $1 AND NOT dropped LIMIT 1`, [
          segment,
        ]);
        if (there.length === 0) return;
        await query(`DELETE FROM {schema}.${kind.table} WHERE segment = $1 AND dropped`, [segment]);
        await query(`UPDATE {schema}.${kind.table} SET dropped = true WHERE segment = $1`, [segment]);
      }),
    erase: (segment) =>
      write(
        async (query) =>
          void (await query(`DELETE FROM {schema}.${kind.table} WHERE segment = $1 AND dropped`, [segment])),
      ),
  };
}

/** A row that is there keeps its place, and is replaced. */
const appendTo = (table: string) => `
INSERT INTO {schema}.${table} (segment, id, crc, body, facts)
SELECT $1, i, s, b::json, f::json FROM unnest($2::text[], $3::int[], $4::text[], $5::text[]) AS t(i, s, b, f)
ON CONFLICT (segment, dropped, id) DO UPDATE SET crc = EXCLUDED.crc, body = EXCLUDED.body, facts = EXCLUDED.facts`;

function lists<Row>(rows: readonly Row[], { rowOf }: ArchiveKind<Row>) {
  // One statement may not touch a row twice: the last of an id counts.
  const all = [...new Map(rows.map(rowOf).map((row) => [row.key, row])).values()];
  return [
    all.map(({ key }) => key),
    all.map(({ sum }) => sum),
    all.map(({ body }) => body),
    all.map(({ facts }) => facts),
  ];
}

/** Resolves with the names of the segments of a table, in order. A step for each name, not for each row. */
export async function segmentsOf(query: Statement, table: 'archived' | 'trail'): Promise<string[]> {
  const rows = await query(`
    WITH RECURSIVE next AS (
      (SELECT segment FROM {schema}.${table} WHERE NOT dropped ORDER BY segment LIMIT 1)
      UNION ALL
      SELECT (SELECT t.segment FROM {schema}.${table} t WHERE t.segment > next.segment AND NOT t.dropped ORDER BY t.segment LIMIT 1)
      FROM next WHERE next.segment IS NOT NULL)
    SELECT segment FROM next WHERE segment IS NOT NULL ORDER BY segment`);
  return rows.map(([segment]) => String(segment));
}

/** Hands on the rows of a segment as they are stored, in the order in which their ids first came. */
export async function eachStored<Row>(
  query: Statement,
  { table, collection }: Pick<ArchiveKind<Row>, 'table' | 'collection'>,
  segment: string,
  take: (row: Row) => void,
): Promise<void> {
  const sql = `SELECT id, crc, body::text FROM {schema}.${table} WHERE segment = $1 AND NOT dropped ORDER BY came`;
  await eachRow(
    query,
    sql,
    (fields) => {
      const [key, sum, body] = asStored<[string, number, string]>(fields);
      take(asStored<Row>(checkedRow(`Row ${key} of ${segment}`, collection, sum, body)));
    },
    [segment],
  );
}
