/** Either store, opened without a bot. */
import { readDatabaseUrl } from '../../adapters/settings/database-url.ts';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import { databaseAt } from '../../adapters/store/postgres/connection.ts';
import { openReplica } from '../../adapters/store/postgres/replica.ts';
import { databaseState } from '../../adapters/store/postgres/state.ts';
import type { Store } from '../../src/ports/store.ts';
import { onFatal } from '../store/changes.ts';

/** The name of a store, for the command line of a process under measure. */
export type Kind = 'embedded' | 'postgres';

/** A store that is open. */
export interface Opened {
  store: Store;
  /** Returns how many batches were committed; 0 for the embedded one, which does not count them. */
  batches(): number;
  close(): Promise<void>;
}

/** Returns what DATABASE_URL names. */
export function placeOf(url: string) {
  const place = readDatabaseUrl(url);
  if (typeof place === 'string') throw new Error(place);
  return place;
}

/** Returns the state that DATABASE_URL names, as commands use it. */
export const stateAt = (url: string) => databaseState(placeOf(url));

/** Begins to follow, without a bot. */
export function replicaAt(url: string) {
  const counts = { batches: 0 };
  const quiet = {
    trouble() {},
    reached() {},
    looked() {},
    differs() {},
    upgraded() {},
    alertsLost() {},
    doubt() {},
    putBack() {},
  };
  const committed = () => {
    counts.batches += 1;
  };
  const about = { url: 'http://127.0.0.1:1', version: 'bench', settings: () => '' };
  const database = databaseAt(placeOf(url));
  return { ...openReplica({ database, ...about, events: { ...quiet, committed, fatal: onFatal } }), counts };
}

/** Opens a store: `where` is a folder, or a DATABASE_URL. The replica acts. */
export async function open(kind: Kind, where: string): Promise<Opened> {
  if (kind === 'embedded') {
    const store = await openStore({ dir: where, onFatal });
    return { store, batches: () => 0, close: store.close };
  }
  const replica = replicaAt(where);
  const store = await replica.turn();
  if (!store) throw new Error('it left before its turn');
  const close = () => store.close().then(replica.end);
  return { store, batches: () => replica.counts.batches, close };
}
