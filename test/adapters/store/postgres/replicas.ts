/** Replicas of one process, each with connections of its own. */
import { onTestFinished } from 'vitest';
import { type DatabasePlace, readDatabaseUrl } from '../../../../adapters/settings/database-url.ts';
import { databaseAt } from '../../../../adapters/store/postgres/connection.ts';
import { openReplica, type ReplicaOptions } from '../../../../adapters/store/postgres/replica.ts';
import { databaseState } from '../../../../adapters/store/postgres/state.ts';
import type { StoredState } from '../../../../adapters/store/state.ts';

type Given = Partial<Omit<ReplicaOptions, 'database' | 'events'>> & { events?: Partial<ReplicaOptions['events']> };

/** A replica that begins to follow, and ends with the test. `fatal` fails the test unless the test hears of it. */
export function replicaAt(url: string, { events, ...given }: Given = {}) {
  const about = { url: 'http://127.0.0.1:1', version: 'test', settings: () => '' };
  const quiet = {
    trouble() {},
    reached() {},
    looked() {},
    differs() {},
    upgraded() {},
    alertsLost() {},
    committed() {},
    doubt() {},
    putBack() {},
  };
  const fatal = (error: Error) => void Promise.reject(error);
  const replica = openReplica({
    ...{ database: databaseAt(placeAt(url)), ...about, ...given },
    events: { ...quiet, fatal, ...events },
  });
  let ended: Promise<void> | null = null;
  /** Gives the lease back where it has it, and ends. */
  const end = () => {
    ended ??= replica.end();
    return ended;
  };
  onTestFinished(end);
  return { ...replica, end };
}

export function placeAt(url: string): DatabasePlace {
  const place = readDatabaseUrl(url);
  if (typeof place === 'string') throw new Error(place);
  return place;
}

/** The state as commands and doctor have it. */
export const stateAt = (url: string): StoredState => databaseState(placeAt(url));

/** The same, once it acts. `close` gives the lease back. */
export async function actingAt(url: string, given: Given = {}) {
  const replica = replicaAt(url, given);
  const store = await replica.turn();
  if (!store) throw new Error('it left before its turn');
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= store.close().then(replica.end);
    return closed;
  };
  onTestFinished(close);
  return { replica, store, close };
}
