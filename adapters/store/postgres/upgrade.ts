/** Brings the rows of an older version up to this one's format. */
import { randomUUID } from 'node:crypto';
import type { Collections } from '../../../src/ports/collections.ts';
import { type Document, historyLines, namesOf } from '../memory/document.ts';
import { type Migration, upgraded, versionAfter } from '../memory/migrations/migrate.ts';
import { listsOf } from './batch.ts';
import type { Database, Statement } from './connection.ts';
import type { Lease } from './lease.ts';
import { countsOf } from './load.ts';
import { keyOf, type TableRow, tableRow } from './rows.ts';

/** How long (ms) one statement of an upgrade may take: it copies all rows. */
const limitMs = 600_000;
/** Rows that one statement changes. */
const slice = 1_000;

/** Returns the name of the table that keeps the rows as they were before an upgrade to this version. */
export function copyName(version: number): string {
  return `before_version_${version}`;
}

/**
 * Upgrades the rows in one transaction, while the lease holds, and keeps them as they were in a table. Followers load anew by the new
 * `generation`, and older ones end. Resolves with the name of that table.
 */
export async function upgradeRows(
  database: Database,
  lease: Lease,
  document: Document,
  steps: readonly Migration[],
): Promise<string> {
  const version = versionAfter(steps);
  const after = upgraded(document, steps);
  const copy = copyName(version);
  await database.transaction(
    async (query) => {
      await query(`DROP TABLE IF EXISTS {schema}.${copy}`);
      await query(keepStatement(copy));
      const { puts, gone } = differences(document, after);
      for (let from = 0; from < gone.length; from += slice) {
        const part = gone.slice(from, from + slice);
        await query(
          'DELETE FROM {schema}.rows r USING unnest($1::text[], $2::text[]) AS t(c, i) WHERE r.collection = t.c AND r.id = t.i',
          [part.map(({ name }) => name), part.map(({ key }) => key)],
        );
      }
      for (let from = 0; from < puts.length; from += slice) {
        const part = puts.slice(from, from + slice).map((made) => made());
        await query(putStatement, [part.map(({ name }) => name), ...listsOf(part)]);
      }
      await noteReplaced(query, after, lease);
    },
    { limitMs },
  );
  return copy;
}

/**
 * Notes in `state` that the rows were replaced by those of a document: by the new `generation` all who follow load anew. Rejects with
 * LeaseLost, which undoes the transaction.
 */
export async function noteReplaced(query: Statement, document: Document, lease: Lease): Promise<void> {
  lease.check();
  const changed = await query(
    `UPDATE {schema}.state SET version = $1, generation = $2, mark = $3, counts = $4::json WHERE term = $5 AND owner = $6 RETURNING 1`,
    [document.version, randomUUID(), randomUUID(), JSON.stringify(countsOf(document)), lease.term, lease.owner],
  );
  if (changed.length === 0) throw lease.end('Another replica acts.');
  // After the row of `state`: a renewal of the lease takes them in the same order.
  await query('DELETE FROM {schema}.log');
}

/** Keeps all rows, and the entries of the history under the name of a collection that no other has. */
const keepStatement = (copy: string) => `
CREATE TABLE {schema}.${copy} AS
SELECT collection, id, crc, body, facts FROM {schema}.rows
UNION ALL SELECT '${historyLines}', number::text, crc, body, facts FROM {schema}.history`;

/** Puts rows, each over the one of its id. */
export const putStatement = `
INSERT INTO {schema}.rows (collection, id, crc, body, facts)
SELECT c, i, s, b::json, f::json FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) AS t(c, i, s, b, f)
ON CONFLICT (collection, id) DO UPDATE SET crc = EXCLUDED.crc, body = EXCLUDED.body, facts = EXCLUDED.facts`;

/**
 * Returns the rows that are others or new after an upgrade, and those that are gone. Each is made when it is asked for: all of a large state
 * at once would keep the loop from renewing the lease.
 */
function differences(before: Document, after: Document) {
  const puts: (() => TableRow & { name: string })[] = [];
  const gone: { name: string; key: string }[] = [];
  function add<C extends keyof Collections>(name: C): void {
    const was: ReadonlyMap<string, Collections[C]> = before.tables[name] ?? new Map();
    const is: ReadonlyMap<string, Collections[C]> = after.tables[name] ?? new Map();
    for (const [id, row] of is) if (was.get(id) !== row) puts.push(() => ({ name, ...tableRow(name, row) }));
    for (const id of was.keys()) if (!is.has(id)) gone.push({ name, key: keyOf(id) });
  }
  for (const name of new Set([...namesOf(before.tables), ...namesOf(after.tables)])) add(name);
  return { puts, gone };
}
