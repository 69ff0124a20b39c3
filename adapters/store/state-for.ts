import { embeddedState } from './embedded/state.ts';
import type { StoredState } from './state.ts';

/** What says where the state is: the absolute path of the state folder, and the setting DATABASE_URL. */
export interface StatePlace {
  stateDir: string;
  databaseUrl: string | undefined;
}

/** Resolves with the state that the bot with these settings uses. Opens nothing. */
export async function stateFor({ stateDir, databaseUrl }: StatePlace): Promise<StoredState> {
  if (databaseUrl === undefined) return embeddedState(stateDir);
  throw new Error(
    'DATABASE_URL is set, but PostgreSQL is not supported yet: remove it, the embedded store needs no setting.',
  );
}
