import { resolve } from 'node:path';
import { environment, stateDirOf } from '../settings/config.ts';
import { given } from '../settings/settings.ts';
import type { StoredState } from '../store/state.ts';
import { stateFor } from '../store/state-for.ts';

/** Resolves with the state that the bot would use, and names it on standard error: standard output may be another program's input. */
export async function theState(): Promise<StoredState> {
  const set = given(environment());
  const state = await stateFor({ stateDir: resolve(stateDirOf(set)), databaseUrl: set.DATABASE_URL });
  process.stderr.write(`${state.placeLine}\n`);
  return state;
}
