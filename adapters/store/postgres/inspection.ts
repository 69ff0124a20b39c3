/** Looks at a database for doctor: it reads, and takes no lease. */
import type { DatabasePlace } from '../../settings/database-url.ts';
import { codeOf, type Database, databaseAt, inWords } from './connection.ts';
import { type KnownReplicas, knownReplicas } from './known-replicas.ts';

/** What was found out about a database and its server. */
export interface DatabaseFacts {
  /** The server's version as people write it, such as `15.8`, and as a number that can be compared, such as 150008. */
  version: string;
  versionNumber: number;
  /** The server is a standby, or its sessions may only read. */
  isReadOnly: boolean;
  /** The values of the server's settings of these names. */
  settings: { fsync: string; full_page_writes: string; synchronous_commit: string };
  /** What the role may not do, and the bot needs: `create the schema x`, `write the table y`. */
  missingRights: readonly string[];
  /** By how many milliseconds this machine's clock is ahead of the server's, and how far off that may be. */
  aheadMs: number;
  errorMs: number;
}

/** What came of asking a database. */
export type Inspected<T> = { kind: 'answered'; found: T } | { kind: 'silent'; why: string; code: string };

/** Resolves with the facts. Never rejects. `now` is epoch milliseconds, by this machine's clock. */
export function inspectDatabase(place: DatabasePlace, now: () => number): Promise<Inspected<DatabaseFacts>> {
  return asked(place, async ({ query }) => {
    // Not with the connection, which takes longer than the statement whose answer has the time.
    await query('SELECT 1');
    const sentAt = now();
    const [row = []] = await query(factsStatement);
    const answeredAt = now();
    const [version, versionNumber, isReadOnly, fsync, fullPageWrites, synchronousCommit, theirs, hasSchemas] = row;
    const missing = await query(hasSchemas === true ? rightsStatement : creationStatement);
    return {
      ...{ version: String(version), versionNumber: Number(versionNumber), isReadOnly: isReadOnly === true },
      settings: {
        fsync: String(fsync),
        full_page_writes: String(fullPageWrites),
        synchronous_commit: String(synchronousCommit),
      },
      missingRights: missing.map(([right]) => String(right)),
      aheadMs: (sentAt + answeredAt) / 2 - Number(theirs),
      errorMs: (answeredAt - sentAt) / 2,
    };
  });
}

/** Resolves with the replicas. Never rejects. */
export function inspectReplicas(place: DatabasePlace): Promise<Inspected<KnownReplicas>> {
  return asked(place, knownReplicas);
}

async function asked<T>(place: DatabasePlace, work: (database: Database) => Promise<T>): Promise<Inspected<T>> {
  const database = databaseAt(place);
  try {
    return { kind: 'answered', found: await work(database) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { kind: 'silent', why: inWords(error), code: codeOf(cause) };
  } finally {
    await database.end();
  }
}

const factsStatement = `
SELECT current_setting('server_version'), current_setting('server_version_num')::int,
  pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
  current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
  (extract(epoch FROM clock_timestamp()) * 1000)::float8,
  to_regnamespace('{schema}') IS NOT NULL AND to_regnamespace('{views}') IS NOT NULL`;

/** Where the schemas are not there yet, the role has to make them. */
const creationStatement = `
SELECT 'create schemas in the database ' || current_database()
WHERE NOT has_database_privilege(current_database(), 'CREATE')`;

/** Tables are made by an upgrade too. */
const rightsStatement = `
SELECT 'create tables in the schema ' || nspname FROM pg_namespace
WHERE oid IN (to_regnamespace('{schema}'), to_regnamespace('{views}'))
  AND NOT (has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE'))
UNION ALL
SELECT 'read and write the table ' || relname FROM pg_class
WHERE relnamespace = to_regnamespace('{schema}') AND relkind = 'r' AND NOT (
  has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
  AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))`;
