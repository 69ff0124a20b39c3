import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { createLruCache } from '../../cache.ts';
import type { Log } from '../../platform.ts';

const mostUnmarked = 1_000;

/** Teams delivers again what was not answered within about 15 s. https://github.com/MicrosoftDocs/msteams-docs/issues/6084 */
export interface Dedupe {
  /**
   * Runs `what`, unless it ran before under the same key, also in an earlier process. Resolves with the first outcome;
   * with null once `src/delivery/forget-marks.ts` has removed that.
   */
  act(key: string, what: () => Promise<unknown>): Promise<unknown>;
}

/** Acts once for each key; keys and outcomes are in the store. */
export function createOnce({ store, log, now }: { store: Store; log: Log; now: () => string }): Dedupe {
  const underWay = new Map<string, Promise<unknown>>();
  /** Keys that could not be stored are held in memory, as long as there is room. */
  const unmarked = createLruCache<{ outcome: unknown }>(mostUnmarked);

  async function first(id: string, what: () => Promise<unknown>): Promise<unknown> {
    const seen = unmarked.get(id) ?? (await store.read((reader) => reader.get('seen', id)));
    if (seen) return seen.outcome;
    const outcome = (await what()) ?? null;
    const unkept = ifUnwritable((error) => {
      log.warn({ err: error }, 'a Teams activity could not be marked as done');
      unmarked.set(id, { outcome });
    });
    await store.change((tx) => tx.put('seen', { id, at: now(), outcome })).catch(unkept);
    return outcome;
  }

  return {
    act(key, what) {
      const id = `teams:${key}`;
      const running = underWay.get(id);
      if (running) return running;
      const work = first(id, what);
      underWay.set(id, work);
      const drop = () => underWay.delete(id);
      work.then(drop, drop);
      return work;
    },
  };
}
