/** Commits batches to the database, and finds out what became of one whose answer was lost. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { StoreUnwritable } from '../../../src/ports/store.ts';
import { type Document, type Edits, historyLines, namesOf } from '../memory/document.ts';
import type { Memory } from '../memory/memory.ts';
import { type BatchValues, batchValues, commitStatement } from './batch.ts';
import { type Database, inWords, isCertain, NotConnected } from './connection.ts';
import type { Lease, Place } from './lease.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { countsOf, type StateRow, stateNow } from './load.ts';

/** What a writer tells. */
export interface WriterEvents {
  /** A commit took that long. */
  committed(seconds: number): void;
  /** The answer to a commit was lost; it was found out what became of it, or not. */
  doubt(outcome: 'committed' | 'lost' | 'unknown'): void;
  /** The database had lost batches that it had confirmed, and they were appended again. */
  putBack(batches: number): void;
  /** The database lost these alerts for good, and the process ends. */
  alertsLost(ids: readonly string[]): void;
}

/** What commits batches. */
interface Writing {
  database: Database;
  lease: Lease;
  document: Document;
  memory: Memory;
  events: WriterEvents;
  ledger: Ledger;
}

/** For how long (ms) it is asked what became of a batch, and the time between two questions. */
const doubtMs = 10_000;
const askAgainMs = 250;

/** Returns what commits batches while the lease holds, from the place on at which the database is. One call at a time. */
export function createWriter(parts: Omit<Writing, 'ledger'>, start: Place) {
  const { lease, document, memory, events } = parts;
  const ledger = createLedger(start);
  const writing = { ...parts, ledger };
  return {
    place: ledger.place,
    /** Commits, or rejects with StoreUnwritable when nothing of it is stored; with LeaseLost when this process has to end. */
    async commit(edits: Edits): Promise<void> {
      lease.check();
      const values = batchValues(edits, countsAfter(document, edits));
      const began = performance.now();
      if (!(await append(values, writing))) {
        await putBack(writing);
        if (!(await append(values, writing))) throw lease.end('Another replica acts.');
      }
      events.committed((performance.now() - began) / 1_000);
      // Whoever was frozen meanwhile must not answer as if it still acted; the batch is stored all the same.
      lease.check();
      memory.apply(edits);
    },
  };
}

/** Resolves with false where the database is not where this process left it. */
async function append(values: BatchValues, writing: Writing): Promise<boolean> {
  const { database, lease, ledger } = writing;
  const mark = randomUUID();
  const sentAt = performance.now();
  try {
    const [[isStored] = []] = await database.query(commitStatement, [lease.term, ledger.place().mark, mark, ...values]);
    if (!isStored) return false;
    lease.committed(sentAt);
    ledger.committed([mark], values);
    return true;
  } catch (error) {
    if (error instanceof NotConnected) throw error;
    const unwritable = new StoreUnwritable(inWords(error), { cause: error });
    if (isCertain(error)) throw unwritable;
    if (await wasCommitted(mark, values, writing)) return true;
    throw unwritable;
  }
}

/** Finds out what became of the batch whose answer was lost, for as long as the lease allows. */
async function wasCommitted(mark: string, values: BatchValues, writing: Writing): Promise<boolean> {
  const { lease, ledger, events } = writing;
  const marks = [ledger.place().mark, mark];
  const until = performance.now() + doubtMs;
  for (;;) {
    lease.check();
    try {
      const isStored = await lookUp(marks, values, writing);
      events.doubt(isStored ? 'committed' : 'lost');
      return isStored;
    } catch (error) {
      lease.check();
      if (performance.now() >= until) {
        events.doubt('unknown');
        throw lease.end(`Nobody knows whether a change was stored (${inWords(error)}): the next start shows it.`);
      }
      await setTimeout(askAgainMs);
    }
  }
}

/**
 * Asks on a new connection. It waits until the statement is over, and sets a new mark, so that one that is still under way changes nothing.
 * The position tells a batch that was committed from one that was not, also where the answer to an earlier question was lost too: `marks`
 * are all that this process may have left.
 */
async function lookUp(marks: string[], values: BatchValues, writing: Writing): Promise<boolean> {
  const { database, lease, ledger } = writing;
  const fresh = randomUUID();
  const known = [...marks];
  marks.push(fresh);
  const state = await database.transaction(async (query) => {
    const found = await stateNow(query, ' FOR UPDATE');
    if (isMine(found, lease) && known.includes(found.mark)) await query('UPDATE {schema}.state SET mark = $1', [fresh]);
    return found;
  });
  if (!isMine(state, lease)) throw lease.end('Another replica acts.');
  const isStored = known.includes(state.mark) && state.position > ledger.place().position;
  if (isStored) ledger.committed(marks, values);
  else if (known.includes(state.mark)) ledger.renamed(marks);
  // The database went back: what it had confirmed before the batch in doubt is put back.
  else await putBack(writing);
  return isStored;
}

function isMine({ owner, term }: StateRow, lease: Lease): boolean {
  return owner === lease.owner && term === lease.term;
}

/** Appends again what the database lost after it had confirmed it. Rejects with LeaseLost where it cannot. */
async function putBack(writing: Writing): Promise<void> {
  try {
    await appendLost(writing);
  } catch (error) {
    writing.lease.check();
    throw error instanceof StoreUnwritable ? error : new StoreUnwritable(inWords(error), { cause: error });
  }
}

async function appendLost({ database, lease, ledger, document, events }: Writing): Promise<void> {
  const state = await stateNow(database.query);
  if (!isMine(state, lease)) throw lease.end('Another replica acts.');
  const lost = ledger.after(state);
  if (lost === null) {
    const stored = await database.query("SELECT id FROM {schema}.rows WHERE collection = 'alerts'");
    const known = new Set(stored.map(([key]) => String(JSON.parse(`"${key}"`))));
    events.alertsLost([...(document.tables.alerts?.keys() ?? [])].filter((id) => !known.has(id)));
    throw lease.end('The database lost more than this process still has.');
  }
  let last = state.mark;
  let back = 0;
  try {
    for (const { mark, values } of lost) {
      lease.check();
      const sentAt = performance.now();
      const [[isStored] = []] = await database.query(commitStatement, [lease.term, last, mark, ...values]);
      if (!isStored) throw lease.end('Another replica acts.');
      // Thousands take longer than a lease, and no renewal ends before they are back.
      lease.committed(sentAt);
      last = mark;
      back += 1;
    }
  } finally {
    // Where a connection breaks, the next try puts back the rest alone.
    if (back > 0) events.putBack(back);
  }
  ledger.isAt(last);
}

/** Returns the number of rows by collection after these edits. */
function countsAfter(document: Document, edits: Edits): Record<string, number> {
  const counts = countsOf(document);
  for (const name of namesOf(edits.rows)) {
    const before: ReadonlyMap<string, unknown> | undefined = document.tables[name];
    const rows: ReadonlyMap<string, unknown> = edits.rows[name] ?? new Map();
    let count = counts[name] ?? 0;
    for (const [id, row] of rows) count += Number(row !== null) - Number(before?.has(id) ?? false);
    counts[name] = count;
  }
  const entries = edits.forgotten === 0 ? [] : [...document.history, ...edits.history];
  const leaving = entries.filter(({ number }) => number <= edits.forgotten).length;
  counts[historyLines] = document.history.length + edits.history.length - leaving;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
