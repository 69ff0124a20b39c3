/** The state in a database, as commands use it. */
import { type DatabasePlace, databaseInWords } from '../../settings/database-url.ts';
import { type Made, writeBackup } from '../backup.ts';
import { NoState } from '../errors.ts';
import { checkedLine } from '../lines/checked-line.ts';
import { memoryOf, readerOf } from '../memory/memory.ts';
import { stateVersion, upgraded, upgrades } from '../memory/migrations/migrate.ts';
import type { StoredState } from '../state.ts';
import { actingStore } from './acting-store.ts';
import { openArchives, refused } from './archive.ts';
import { leaseForCommand } from './command-lease.ts';
import { codeOf, type Database, databaseAt, inWords, NotConnected, oneInstant, type Statement } from './connection.ts';
import { createFollower } from './follower.ts';
import { awaySeconds } from './known-replicas.ts';
import { iso, readRows, readState, type StateRow, stateRows } from './load.ts';
import { prepare } from './prepare.ts';
import { restoreInto } from './restore.ts';
import { checkStopped, rewriteTables, takeTables } from './rewrite.ts';
import { signInRows } from './sign-in-rows.ts';
import { verifyStored } from './verify-stored.ts';

/** Returns the state in a database. */
export function databaseState(place: DatabasePlace): StoredState {
  const words = databaseInWords(place);

  async function connected<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = databaseAt(place);
    try {
      return await work(database);
    } catch (error) {
      throw explained(error);
    } finally {
      await database.end();
    }
  }
  /** Returns an error as people who run a command can use it. */
  function explained(error: unknown): unknown {
    if (isNotMade(error)) return new NoState(words);
    if (!(error instanceof NotConnected)) return error;
    const message = `${words} cannot be reached: ${error.message}. See DATABASE_URL in docs/settings.md.`;
    return new NotConnected(message, { cause: error });
  }
  const reading = <T>(work: (query: Statement) => Promise<T>) =>
    connected((database) => database.transaction(work, oneInstant));
  const stateIn = () => reading((query) => readState(query, stateVersion));

  return {
    place: { database: words },
    placeLine: `Database: ${words}`,
    signIns: signInRows((sql, values) => connected((database) => database.query(sql, values)), refused),
    contains: () => false,
    read: (what) =>
      reading(async (query) => {
        const { document, stored } = await readRows(query, stateVersion);
        const memory = memoryOf(upgraded(document, upgrades), stored);
        return what(
          readerOf(() => memory),
          openArchives(query, null).alerts,
        );
      }),
    checkArchive: () =>
      reading(async (query) => {
        const { alerts } = openArchives(query, null);
        for (const segment of await alerts.segments()) await alerts.read(segment, () => false);
      }),
    verify: () => reading((query) => verifyStored(query, stateVersion)),
    backup: (file) =>
      connected(async (database) => {
        const { at } = await database.transaction((query) => backupFrom(query, file), oneInstant);
        return noteBackup(database, at);
      }),
    restore: (file, options) => connected((database) => restoreInto(database, file, options)),
    scan: (take) => reading((query) => takeTables(query, take)),
    rewrite: (rewriting) =>
      connected(async (database) => {
        await checkStopped(database);
        // Opened once, so that an older state is upgraded first.
        const store = await openForCommand(databaseAt(place));
        await store.close();
        await rewriteTables(database, rewriting);
      }),
    open: () =>
      openForCommand(databaseAt(place)).catch((error: unknown) => {
        throw explained(error);
      }),
    lastBackupAt: () =>
      stateIn().then(
        ({ lastBackup }) => lastBackup,
        () => null,
      ),
    begunAt: () => stateIn().then(({ begun }) => Date.parse(begun), noneYet),
  };
}

/** Returns whether an error says that the schema or its tables are not there. */
function isNotMade(error: unknown): boolean {
  return ['3F000', '42P01'].includes(codeOf(error));
}

/** For `catch`: null where there is no state. */
function noneYet(error: unknown): null {
  if (error instanceof NoState) return null;
  throw error;
}

/** Writes a backup of what the transaction sees, row by row. */
async function backupFrom(query: Statement, file: string): Promise<Made> {
  const state = await readState(query, stateVersion);
  const made = await madeNow(query, state);
  const look = async () => ({ made, version: state.version, lines: linesFrom(query, state) });
  return writeBackup(file, openArchives(query, null), look);
}

/** Resolves with what a backup says about itself: the time is from before the instant that the transaction sees. */
async function madeNow(query: Statement, { isFree }: StateRow): Promise<Made> {
  const [row] = await query(
    `SELECT ${iso('transaction_timestamp()')}, EXISTS (SELECT 1 FROM {schema}.replica WHERE seen > clock_timestamp() - interval '${awaySeconds} s')`,
  );
  const [at, isSeen] = row ?? [];
  return { at: String(at), stopped: isFree && isSeen === false };
}

async function* linesFrom(query: Statement, state: StateRow): AsyncGenerator<Iterable<string>> {
  for await (const rows of stateRows(query, state))
    yield rows.map(({ collection, body }) => checkedLine(`["${collection}",${body}]`));
}

/** Stores when the last backup was made. Resolves with null; with why it could not be stored, which says nothing against the backup. */
async function noteBackup(database: Database, at: string): Promise<string | null> {
  try {
    await database.query('UPDATE {schema}.state SET last_backup = $1', [at]);
    return null;
  } catch (error) {
    return inWords(error);
  }
}

/** Takes the lease, and opens the store as the replica does that acts. */
async function openForCommand(database: Database) {
  try {
    await prepare(database, stateVersion);
    const { state, lease } = await leaseForCommand(database);
    try {
      const follower = createFollower({ database, events: { upgraded: () => {}, alertsLost: () => {} } }, () => {});
      const events = { committed: () => {}, doubt: () => {}, putBack: () => {}, alertsLost: () => {} };
      const store = actingStore(await follower.takeOver(state, lease), lease, database, events);
      return { ...store, close: () => store.close().finally(database.end) };
    } catch (error) {
      await lease.giveBack();
      throw error;
    }
  } catch (error) {
    await database.end();
    throw error;
  }
}
