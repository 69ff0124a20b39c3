/** Connects to the database that DATABASE_URL names. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { type DatabasePlace, databaseInWords } from '../../settings/database-url.ts';

/** The longest time (ms) that making a connection may take, and a statement. The lease lasts 10 s, so that there is time for a second try. */
const connectMs = 3_000;
const statementMs = 5_000;

/** The longest time (ms) that the server waits for the next statement of a transaction; less where statements may take less. */
const idleMs = 60_000;

function poolAt({ host, port, database, user, password, tls }: DatabasePlace): pg.PoolConfig {
  const fileAt = (path: string | null) => (path === null ? undefined : readFileSync(path, 'utf8'));
  const ssl = tls && { rejectUnauthorized: true, ca: fileAt(tls.ca), cert: fileAt(tls.cert), key: fileAt(tls.key) };
  return {
    ...{ host, port, database, user, password, ssl: ssl ?? false, keepAlive: true },
    ...{ connectionTimeoutMillis: connectMs, max: 5, idleTimeoutMillis: 60_000 },
  };
}

/** A connection that is in use, and the pool that it is from. */
interface Connection {
  client: pg.PoolClient;
  from: pg.Pool;
}

/** Returns what lends connections. `password` is asked for each one. */
function connectionsTo(place: DatabasePlace, password: () => string) {
  let pool = newPool();
  /** The connection that was used last, for the next statement: to borrow one from the pool takes longer than to send a commit. */
  let spare: Connection | null = null;

  function newPool(): pg.Pool {
    const pool = new pg.Pool({ ...poolAt(place), password });
    // An idle connection that breaks is replaced by the next one. One in use rejects its statement, and says the same again to nobody, which
    // would end the process: https://node-postgres.com/apis/pool#error
    return pool.on('error', () => {}).on('connect', (client) => client.on('error', () => dropSpare(client)));
  }

  function dropSpare(broken = spare?.client): void {
    if (!spare || spare.client !== broken) return;
    spare.client.release(true);
    spare = null;
  }

  return {
    /** Rejects with NotConnected where no connection could be made: then the statement was never sent. */
    async borrow(): Promise<Connection> {
      const [last, from] = [spare, pool];
      spare = null;
      if (last) return last;
      try {
        return { client: await from.connect(), from };
      } catch (error) {
        throw new NotConnected(inWords(error), { cause: error });
      }
    },
    /** Takes one back, and closes it after a failure. */
    giveBack(connection: Connection, failure: boolean): void {
      if (failure || spare || pool.ending || connection.from !== pool) connection.client.release(failure);
      else spare = connection;
    },
    /** Replaces all: where one fell silent the others may have, too, and to wait for each would take longer than the lease. */
    replace({ from }: Connection): void {
      if (from !== pool) return;
      pool = newPool();
      dropSpare();
      from.end(() => {});
    },
    end(): Promise<void> {
      const ended = pool.end();
      dropSpare();
      return ended;
    },
  };
}

/** A pool of connections. */
export type Database = ReturnType<typeof databaseAt>;

/**
 * Returns what makes statements at a place. `password` is asked for each connection, since it may rotate. Each statement names its schema,
 * and nothing is set for a session, so that a pooler may stand between.
 */
export function databaseAt(place: DatabasePlace, password: () => string = () => place.password) {
  const connections = connectionsTo(place, password);
  const named = (sql: string) =>
    sql.replaceAll('{schema}', `"${place.schema}"`).replaceAll('{views}', `"${place.schema}_views"`);

  /** Makes one statement; its rows come as lists, and every bigint as text. */
  async function run(
    connection: Connection,
    sql: string,
    values: readonly unknown[],
    limitMs: number,
  ): Promise<unknown[][]> {
    const statement = { text: named(sql), values: values.map(sent), rowMode: 'array' as const, query_timeout: limitMs };
    try {
      return (await connection.client.query<unknown[]>(statement)).rows;
    } catch (error) {
      if (!isCertain(error)) connections.replace(connection);
      throw error;
    }
  }

  /** Makes one statement on a connection that is free, which may take `limitMs`. */
  async function query(sql: string, values: readonly unknown[] = [], limitMs = statementMs): Promise<unknown[][]> {
    const connection = await connections.borrow();
    let failure = true;
    try {
      const rows = await run(connection, sql, values, limitMs);
      failure = false;
      return rows;
    } catch (error) {
      failure = !isCertain(error);
      throw error;
    } finally {
      connections.giveBack(connection, failure);
    }
  }

  /**
   * Makes statements in one transaction, which is undone where `work` rejects. `begin` says what kind, `limitMs` how long a statement may
   * take.
   */
  async function transaction<T>(work: (query: Statement) => Promise<T>, how: TransactionKind = {}): Promise<T> {
    const { begin = 'BEGIN', limitMs = statementMs } = how;
    const connection = await connections.borrow();
    const within: Statement = (sql, values = []) => run(connection, sql, values, limitMs);
    let failure = true;
    try {
      // A machine that dies says nothing to the server, which would keep its locks for hours: nobody else could take the lease.
      await within(`${begin}; SET LOCAL idle_in_transaction_session_timeout = ${Math.min(limitMs, idleMs)}`);
      const value = await work(within);
      await within('COMMIT');
      failure = false;
      return value;
    } finally {
      // A connection that is closed undoes what is not committed.
      connections.giveBack(connection, failure);
    }
  }

  return { query, transaction, inWords: databaseInWords(place), named, end: connections.end };
}

interface TransactionKind {
  begin?: string;
  limitMs?: number;
}

/** How a transaction begins that reads everything as of one instant. */
export const oneInstant = { begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', limitMs: 60_000 } as const;

/** Returns a value as the driver takes it: lists of text as bytes, since it writes others with an escape before each quote, and JSON has many. */
function sent(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  return value.every((one) => one === null || typeof one === 'string') ? textArray(value) : value;
}

const oidOfText = 25;

/** Returns a list as PostgreSQL's binary form of `text[]`: the dimensions, and each text after its length. See array_recv in its arrayfuncs.c. */
function textArray(texts: readonly (string | null)[]): Buffer {
  const sizes = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, 20));
  let end = 0;
  const add = (number: number) => {
    end = bytes.writeInt32BE(number, end);
  };
  // One dimension, whether there are nulls, the type, the length, the first index.
  for (const number of [1, Number(texts.includes(null)), oidOfText, texts.length, 1]) add(number);
  for (const [index, text] of texts.entries()) {
    add(text === null ? -1 : (sizes[index] ?? 0));
    end += text === null ? 0 : bytes.write(text, end);
  }
  return bytes;
}

/** Makes one statement in a transaction. */
export type Statement = (sql: string, values?: readonly unknown[]) => Promise<unknown[][]>;

/** No connection could be made, so that nothing was sent. */
export class NotConnected extends StoreUnwritable {
  override name = 'NotConnected';
}

/** Returns PostgreSQL's code of an error, such as `53100`; an empty string where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * Returns whether the server said that it undid the statement: then nothing of it is stored. An error that ends the connection, and every
 * other one, leaves it open. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isCertain(error: unknown): boolean {
  const ends = error instanceof Error && 'severity' in error && error.severity !== 'ERROR';
  return !ends && /^(0A|21|22|23|25|40|42|53|54|55)...$/.test(codeOf(error));
}

/** Returns what is wrong, for the log and for /readyz: the driver's message has no password. */
export function inWords(error: unknown): string {
  const said = error instanceof Error ? error.message || codeOf(error) : String(error);
  const code = codeOf(error);
  if (code === '53100') return `the disk of the database is full (${said})`;
  if (code === '25006') return `the database is read-only (${said})`;
  return code && !said.includes(code) ? `${said} (${code})` : said;
}

/** Text of a field of a row, which PostgreSQL says is never null. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error('the database answered a row of another shape');
}
