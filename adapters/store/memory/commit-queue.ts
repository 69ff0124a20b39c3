import { setImmediate } from 'node:timers/promises';
import { marks } from '../../../src/ports/collections.ts';
import { type ChangeOptions, StoreFull, StoreUnwritable, type Tx } from '../../../src/ports/store.ts';
import { type Edits, namesOf } from './document.ts';
import type { View } from './memory.ts';
import { limitedBytes } from './sums.ts';
import { type Transaction, transactionOver, txOf } from './transaction.ts';

/** At most this many changes share one line of the journal, so that making the line takes a few milliseconds at most. */
const batchSize = 256;
/** A batch is closed once its rows have this many bytes. */
const batchBytes = 1 << 20;

/** A change that adds rows is refused once the state has this many times the bytes of its limit. */
const headroom = 1.1;
/** A change that adds nothing but marks is refused once the marks have this share of the limit. */
const roomForMarks = 0.1;

/** Settles a change: its batch became durable, or was lost. */
interface Ending {
  durable(): void;
  lost(error: unknown): void;
}

type Job = (batch: Transaction) => Promise<Ending>;
type ChangeOutcome<T> = { value: T } | { error: unknown };

/**
 * Runs changes strictly one after the other, and makes those durable together that came while the disk was busy. No
 * change resolves before its batch is durable, not even one that only read: the rows that it saw may be lost with the
 * batch.
 */
export function commitQueue(memory: View, commit: (edits: Edits) => Promise<void>) {
  const jobs: Job[] = [];
  let running: Promise<void> | null = null;
  let probing = false;
  let closed = false;

  async function flush(): Promise<void> {
    const batch = transactionOver(memory);
    const endings: Ending[] = [];
    while (endings.length < batchSize && batch.written() < batchBytes) {
      const job = jobs.shift();
      if (!job) break;
      endings.push(await job(batch));
    }
    try {
      if (probing || !isEmpty(batch.edits)) await commit(batch.edits);
      probing = false;
      for (const ending of endings) ending.durable();
    } catch (error) {
      probing = false;
      for (const ending of endings) ending.lost(error);
    }
  }

  async function run(): Promise<void> {
    while (jobs.length > 0) {
      // The callers that just got their answers have time to make their next change, and the requests that arrived in the same turn of
      // the loop to make their first: all of them then share the next batch and its flush.
      await setImmediate();
      await flush();
    }
    running = null;
  }

  /** Runs `work` in its turn, and settles as it did once its batch is durable. */
  function inTurn<T>(work: (batch: Transaction) => Promise<ChangeOutcome<T>>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new StoreUnwritable('the store is closed'));
      jobs.push(async (batch) => {
        const outcome = await work(batch);
        return { durable: () => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value)), lost: reject };
      });
      running ??= run();
    });
  }

  return {
    change: <T>(what: ChangeWork<T>, how: ChangeOptions = {}) => inTurn((batch) => attempt(batch, what, how)),
    /** Resolves once an empty change is durable, which shows that the disk can be written. */
    probe: () =>
      inTurn(async () => {
        probing = true;
        return { value: undefined };
      }),
    /** Refuses further changes; resolves when all accepted ones are durable or were refused. */
    async close(): Promise<void> {
      closed = true;
      await running;
    },
  };
}

type ChangeWork<T> = (tx: Tx) => Promise<T>;

async function attempt<T>(batch: Transaction, what: ChangeWork<T>, how: ChangeOptions): Promise<ChangeOutcome<T>> {
  const layer = transactionOver(batch);
  const { tx, end } = txOf(layer);
  try {
    const value = await what(tx);
    if (!how.evenWhenFull) refuseBeyondHeadroom(layer);
    batch.absorb(layer);
    return { value };
  } catch (error) {
    return { error };
  } finally {
    end();
  }
}

/**
 * Throws StoreFull for a change that adds rows to a full store, and for one that only adds marks to too many of them. A
 * change that adds nothing is never refused, so that the outbox goes on and rows can leave.
 */
function refuseBeyondHeadroom(layer: Transaction): void {
  const growth = layer.growth();
  const usage = layer.usage();
  if (layer.lines() > 0 && limitedBytes(growth) > 0 && usage.bytes > usage.limit * headroom) throw new StoreFull(usage);
  const addsMarksAlone = growth.bytes > 0 && growth.bytes === growth.byAccount.get(marks);
  if (addsMarksAlone && layer.accountBytes(marks) > usage.limit * roomForMarks) throw new StoreFull(usage);
}

function isEmpty(edits: Edits): boolean {
  return edits.history.length === 0 && edits.forgotten === 0 && namesOf(edits.rows).length === 0;
}
