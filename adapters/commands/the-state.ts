import { resolve } from 'node:path';
import { databaseFor, environment, stateDirOf } from '../settings/config.ts';
import { given } from '../settings/settings.ts';
import type { StoredState } from '../store/state.ts';
import { stateFor } from '../store/state-for.ts';

/** Resolves with the state that the bot would use, and names it on standard error: standard output may be another program's input. */
export async function theState(): Promise<StoredState> {
  const env = environment();
  const state = await stateFor({ stateDir: resolve(stateDirOf(given(env))), database: databaseFor(env) });
  process.stderr.write(`${state.placeLine}\n`);
  return state;
}
