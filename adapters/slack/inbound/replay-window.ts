import { ifUnwritable, type Store } from '../../../src/ports/store.ts';
import { memoize } from '../../chat/memoize.ts';
import type { Log } from '../../process/log.ts';

const id = 'slack:serving';
/** The noted time is so far ahead that a busy bot writes once a minute; an idle one never writes. */
const aheadMs = 60_000;

/**
 * Stores the time until which this process may let requests of Slack in. The next process refuses older ones, since it does not know
 * which of them were served. `now` is in epoch milliseconds.
 */
export function createReplayWindow({ store, log, now }: { store: Store; log: Log; now: () => number }) {
  let until = 0;
  let writing: Promise<void> | null = null;

  const { get: before } = memoize(async () => {
    const row = await store.read((reader) => reader.get('seen', id));
    return row ? Date.parse(row.at) : 0;
  });

  async function write(): Promise<void> {
    const next = now() + aheadMs;
    const note = store.change((tx) => tx.put('seen', { id, at: new Date(next).toISOString(), outcome: null }));
    const noted = note.then(() => {
      until = next;
    });
    // A full disk must not keep people from reading.
    const tell = ifUnwritable((err) => log.warn({ err }, 'could not store the Slack replay window'));
    await noted.catch(tell).finally(() => {
      writing = null;
    });
  }

  return {
    /**
     * Resolves with the time that the processes before this one left, in epoch milliseconds; with 0 when there was none
     * lately.
     */
    before,
    /** Notes that requests are let in. It is durable when this resolves. */
    async note(): Promise<void> {
      await before();
      if (now() < until) return;
      writing ??= write();
      await writing;
    },
  };
}
