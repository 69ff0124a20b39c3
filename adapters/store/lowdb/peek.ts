import type { Reader } from '../../../src/ports.ts';
import { type Loaded, load } from './load.ts';
import { memoryOf } from './memory.ts';
import { isMissing } from './snapshot-file.ts';
import { StateDamaged } from './state-errors.ts';
import { upgraded, upgrades, versionAfter } from './upgrade.ts';
import { readerOf } from './view.ts';

/** How often to begin again when the owner of the folder compacts under our eyes. */
const attempts = 5;

/** The durable state of one instant, whether or not a bot owns the folder. Changes nothing. Rejects when there is none. */
export async function peek(dir: string): Promise<Loaded> {
  for (let left = attempts; ; left--) {
    try {
      const loaded = await load(dir, versionAfter(upgrades));
      if (loaded.found) return loaded;
      throw new Error(`There is no state in ${dir}.`);
    } catch (error) {
      if (left <= 1 || !(error instanceof StateDamaged || isMissing(error))) throw error;
    }
  }
}

/** For `npm run export`: reads the state of this instant, beside a running bot too. */
export async function readState(dir: string): Promise<Reader> {
  const { db } = await peek(dir);
  return readerOf(memoryOf(upgraded(db.data, upgrades)));
}
