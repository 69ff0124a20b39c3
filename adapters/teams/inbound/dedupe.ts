import { retention } from '../../../src/domain/retention.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { putMark } from '../../../src/store/idempotency.ts';
import { createTtlCache } from '../../chat/ttl-cache.ts';
import type { Log } from '../../process/log.ts';

const maxUnmarked = 1_000;
/** The most outcomes of what changed nothing that stay in memory, for ten minutes: they may be whole cards. */
const maxUnstored = 200;

/** The outcome of some work. */
export interface WorkOutcome {
  /** The answer of an invoke; null for everything else. */
  outcome: unknown;
  /** True when it may have changed something, so that a repeat may not do it again. Nothing is stored of anything else. */
  mayHaveChanged: boolean;
}

/**
 * Runs `work`, unless it ran before under the same key, also in an earlier process where it may have changed something.
 * `by` is who did it. Resolves with the first outcome; with null once `src/delivery/forget-marks.ts` has removed that.
 */
export type RunOnce = (key: string, by: Identity | null, work: () => Promise<WorkOutcome>) => Promise<unknown>;

/**
 * Returns what keeps keys and outcomes in the store: Teams delivers again what was not answered within about 15 s.
 * https://github.com/MicrosoftDocs/msteams-docs/issues/6084
 */
export function createRunOnce({ store, log, now }: { store: Store; log: Log; now: () => string }): RunOnce {
  const underWay = new Map<string, Promise<unknown>>();
  /** Keys that could not be stored are held in memory, as long as there is room. */
  const unmarked = createTtlCache<{ outcome: unknown }>(maxUnmarked);
  const ttl = { keepMs: retention.answerMinutes * 60_000, now: () => Date.parse(now()) };
  const unstored = createTtlCache<{ outcome: unknown }>(maxUnstored, ttl);

  async function first(id: string, by: Identity | null, work: () => Promise<WorkOutcome>): Promise<unknown> {
    const known = unmarked.get(id) ?? unstored.get(id);
    const seen = known ?? (await store.read((reader) => reader.get('seen', id)));
    if (seen) return seen.outcome;
    const { outcome, mayHaveChanged } = await work();
    if (!mayHaveChanged) {
      unstored.set(id, { outcome });
      return outcome;
    }
    const unkept = ifUnwritable((error) => {
      log.warn({ event: 'teams.mark', err: error }, 'could not store the deduplication mark of a Teams activity');
      unmarked.set(id, { outcome });
    });
    const mark = { id, at: now(), outcome, ...(by === null ? {} : { by }) };
    await store.change((tx) => putMark(tx, mark)).catch(unkept);
    return outcome;
  }

  return (key, by, work) => {
    const id = `teams:${key}`;
    const running = underWay.get(id);
    if (running) return running;
    const outcome = first(id, by, work).finally(() => underWay.delete(id));
    underWay.set(id, outcome);
    return outcome;
  };
}
