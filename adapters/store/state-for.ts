import type { DatabasePlace } from '../settings/database-url.ts';
import { embeddedState } from './embedded/state.ts';
import type { StoredState } from './state.ts';

/** Where the state is: in the database, else in the folder (an absolute path). */
export interface StatePlace {
  stateDir: string;
  database: DatabasePlace | null;
}

/** Resolves with the state that the bot with these settings uses. Opens nothing, and loads PostgreSQL's driver only for a database. */
export async function stateFor({ stateDir, database }: StatePlace): Promise<StoredState> {
  if (!database) return embeddedState(stateDir);
  return (await import('./postgres/state.ts')).databaseState(database);
}
