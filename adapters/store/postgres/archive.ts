/** The archive of alerts, and of the older part of the audit trail, as tables. */
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Archived } from '../../../src/ports/collections.ts';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { asStored } from '../memory/document.ts';
import { archivedOfNow } from '../memory/migrations/v6-one-word-one-meaning.ts';
import type { StoredArchive, StoredArchives } from '../stored-archives.ts';
import { listsOf } from './batch.ts';
import { type Database, inWords, type Statement, textOf } from './connection.ts';
import type { Lease } from './lease.ts';
import { checkedRow } from './load.ts';
import { archivedRow, entryRow, type TableRow } from './rows.ts';

/** Rows that one statement adds, reads or drops. */
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

/** Makes statements in one transaction, in which nobody else can take the lease. */
export type WriteInTerm = (work: (query: Statement) => Promise<void>) => Promise<void>;

/** Opens both archives. `query` reads, be it in a transaction that reads one instant; null for `write` where nothing is written. */
export function openArchives(query: Statement, write: WriteInTerm | null): StoredArchives {
  return {
    alerts: openArchive(query, write ?? refused, alertsKind),
    trail: openArchive(query, write ?? refused, trailKind),
  };
}

/** For what is opened to be read. */
export const refused: WriteInTerm = async () => {
  throw new StoreUnwritable('it was opened to be read');
};

/** Returns what writes while the lease holds. */
export function writingUnder(lease: Lease, database: Database): WriteInTerm {
  return async (work) => {
    lease.check();
    try {
      await database.transaction(async (query) => {
        // This lock keeps others from taking the lease, and lets commits and renewals through: FOR SHARE would not.
        const mine = await query('SELECT 1 FROM {schema}.state WHERE term = $1 AND owner = $2 FOR KEY SHARE', [
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
  };
}

function openArchive<Row>(query: Statement, write: WriteInTerm, kind: ArchiveKind<Row>): StoredArchive<Row> {
  const { table } = kind;
  const rows = (segment: string) => storedRows<Row>(query, kind, segment);

  /** Has `change` change the rows of a segment, slice by slice: a month may have a million, for which a take-over would have to wait. */
  async function inSlices(
    segment: string,
    dropped: boolean,
    change: (statement: Statement, ids: readonly string[]) => Promise<unknown>,
  ): Promise<void> {
    const next = `SELECT id FROM {schema}.${table} WHERE segment = $1 AND dropped = $2 AND id >= $3 ORDER BY id LIMIT ${slice}`;
    for (let from: string | undefined = ''; from !== undefined; )
      await write(async (statement) => {
        const ids = (await statement(next, [segment, dropped, from])).map(([id]) => textOf(id));
        if (ids.length > 0) await change(statement, ids);
        from = ids[slice - 1];
      });
  }

  return {
    rows,
    async append(segment, added) {
      for (let from = 0; from < added.length; from += slice) {
        const values = [segment, ...lists(added.slice(from, from + slice), kind)];
        await write(async (statement) => void (await statement(appendTo(table), values)));
      }
    },
    async read(segment, wanted = () => true) {
      const found: Row[] = [];
      for await (const stored of rows(segment)) {
        const row = kind.rowOfNow(stored);
        if (wanted(row)) found.push(row);
      }
      return found;
    },
    segments: () => segmentsOf(query, table),
    drop: (segment) =>
      inSlices(segment, false, async (statement, ids) => {
        // Rows of the same ids may have been set aside before.
        await statement(deleteDropped(table), [segment, ids]);
        const drop = `UPDATE {schema}.${table} SET dropped = true WHERE segment = $1 AND NOT dropped AND id = ANY($2::text[])`;
        await statement(drop, [segment, ids]);
      }),
    erase: (segment) => inSlices(segment, true, (statement, ids) => statement(deleteDropped(table), [segment, ids])),
  };
}

/** A row that is there keeps its place, and is replaced. */
const appendTo = (table: string) => `
INSERT INTO {schema}.${table} (segment, id, crc, body, facts)
SELECT $1, i, s, b::json, f::json FROM unnest($2::text[], $3::int[], $4::text[], $5::text[]) AS t(i, s, b, f)
ON CONFLICT (segment, dropped, id) DO UPDATE SET crc = EXCLUDED.crc, body = EXCLUDED.body, facts = EXCLUDED.facts`;

const deleteDropped = (table: string) =>
  `DELETE FROM {schema}.${table} WHERE segment = $1 AND dropped AND id = ANY($2::text[])`;

function lists<Row>(rows: readonly Row[], { rowOf }: ArchiveKind<Row>) {
  // One statement may not touch a row twice: the last of an id counts.
  return listsOf([...new Map(rows.map(rowOf).map((row) => [row.key, row])).values()]);
}

/** Resolves with the names of the segments of a table, in order. A step for each name, not for each row. */
async function segmentsOf(query: Statement, table: 'archived' | 'trail'): Promise<string[]> {
  const rows = await query(`
    WITH RECURSIVE next AS (
      (SELECT segment FROM {schema}.${table} WHERE NOT dropped ORDER BY segment LIMIT 1)
      UNION ALL
      SELECT (SELECT t.segment FROM {schema}.${table} t WHERE t.segment > next.segment AND NOT t.dropped ORDER BY t.segment LIMIT 1)
      FROM next WHERE next.segment IS NOT NULL)
    SELECT segment FROM next WHERE segment IS NOT NULL ORDER BY segment`);
  return rows.map(([segment]) => String(segment));
}

/** Yields the rows of a segment as they are stored, in the order in which their ids first came. Throws RowDamaged. */
async function* storedRows<Row>(
  query: Statement,
  { table, collection }: ArchiveKind<Row>,
  segment: string,
): AsyncGenerator<Row> {
  for (let after = '0'; ; ) {
    const rows = await query(
      `SELECT came, id, crc, body::text FROM {schema}.${table} WHERE segment = $1 AND NOT dropped AND came > $2 ORDER BY came LIMIT ${slice}`,
      [segment, after],
    );
    for (const fields of rows) {
      const [came, key, sum, body] = asStored<[string, string, number, string]>(fields);
      after = came;
      yield asStored<Row>(checkedRow(`Row ${key} of ${segment}`, collection, sum, body));
    }
    if (rows.length < slice) return;
  }
}
