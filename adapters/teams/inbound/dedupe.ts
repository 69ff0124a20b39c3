import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { createLruCache } from '../../cache.ts';
import type { Log } from '../../platform.ts';

const maxUnmarked = 1_000;

/**
 * Runs `work`, unless it ran before under the same key, also in an earlier process. Resolves with the first outcome;
 * with null once `src/delivery/forget-marks.ts` has removed that.
 */
export type RunOnce = (key: string, work: () => Promise<unknown>) => Promise<unknown>;

/**
 * Returns what keeps keys and outcomes in the store: Teams delivers again what was not answered within about 15 s.
 * https://github.com/MicrosoftDocs/msteams-docs/issues/6084
 */
export function createRunOnce({ store, log, now }: { store: Store; log: Log; now: () => string }): RunOnce {
  const underWay = new Map<string, Promise<unknown>>();
  /** Keys that could not be stored are held in memory, as long as there is room. */
  const unmarked = createLruCache<{ outcome: unknown }>(maxUnmarked);

  async function first(id: string, work: () => Promise<unknown>): Promise<unknown> {
    const seen = unmarked.get(id) ?? (await store.read((reader) => reader.get('seen', id)));
    if (seen) return seen.outcome;
    const outcome = (await work()) ?? null;
    const unkept = ifUnwritable((error) => {
      log.warn({ err: error }, 'a Teams activity could not be marked as done');
      unmarked.set(id, { outcome });
    });
    await store.change((tx) => tx.put('seen', { id, at: now(), outcome })).catch(unkept);
    return outcome;
  }

  return (key, work) => {
    const id = `teams:${key}`;
    const running = underWay.get(id);
    if (running) return running;
    const outcome = first(id, work).finally(() => underWay.delete(id));
    underWay.set(id, outcome);
    return outcome;
  };
}
