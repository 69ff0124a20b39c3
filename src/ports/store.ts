import type { HistoryEntry, NewEntry } from '../domain/history.ts';
import type { Archived, Collections } from './collections.ts';
import type { Index, RowOf } from './indexes.ts';

/** Which rows of an index to return. */
export interface ScanQuery {
  key: string;
  /** Only rows after this one's place; null from the start. */
  after: string | null;
  /** The most rows; absent for all. */
  limit?: number;
}

/** Which entries of the audit trail to return. */
export interface HistoryQuery {
  /** Null for all. A tenant's entries come with those of the organisation, which belong to no tenant: they concern every one. */
  tenantId: string | null;
  /** Only entries with a smaller number; null for the newest. */
  before: number | null;
  limit: number;
}

/** Reads the store as it is at one moment. */
export interface Reader {
  get<C extends keyof Collections>(collection: C, id: string): Promise<Collections[C] | null>;
  /** Resolves with all rows, in order of id. */
  list<C extends keyof Collections>(collection: C): Promise<readonly Collections[C][]>;
  /**
   * Resolves with rows of one key of an index, in its order. It costs what it returns, not what is stored.
   *
   * @example await reader.scan('deliveries.cards', { key: alertId, after: null, limit: 100 })
   */
  scan<I extends Index>(index: I, query: ScanQuery): Promise<readonly RowOf<I>[]>;
  count(index: Index, key: string): Promise<number>;
  /** Resolves with the keys under which the index has rows. */
  keys(index: Index): Promise<readonly string[]>;
  /**
   * Resolves with entries of the audit trail, newest first; only with those that have not left for the archive:
   * `historyPage` reads both.
   */
  history(query: HistoryQuery): Promise<readonly HistoryEntry[]>;
  /** Resolves with the oldest entries that have not left for the archive, oldest first. */
  oldestHistory(limit: number): Promise<readonly HistoryEntry[]>;
  /** Resolves with how much is stored; in a change, with what the change did so far. */
  usage(): Promise<Usage>;
  /** Resolves with the bytes of the rows that count to an account (`accountsOf`), as `usage` does. */
  accountBytes(account: string): Promise<number>;
}

/**
 * Counts bytes: of all rows and of the history, without the archive and without marks that something was done; and the
 * setting STATE_LIMIT, above which no alert is taken.
 */
export interface Usage {
  bytes: number;
  limit: number;
}

/** Reads and writes within one change. */
export interface Tx extends Reader {
  put<C extends keyof Collections>(collection: C, row: Collections[C]): Promise<void>;
  remove<C extends keyof Collections>(collection: C, id: string): Promise<void>;
  /**
   * Adds an entry to the audit trail, and resolves with its number.
   *
   * @example await tx.appendHistory({ at, by: actor.id, byName: actor.name, deed: 'contact.confirmed', tenantId, changes: [] })
   */
  appendHistory(entry: NewEntry): Promise<number>;
  /**
   * Removes the entries up to this number, which the archive has. The newest one stays, since the next is chained to
   * it.
   */
  forgetHistory(upTo: number): Promise<void>;
}

/** Keeps the rows and the audit trail. */
export interface Store {
  /**
   * Resolves with what `what` reads, as of one moment: it must await nothing but `reader`. Rows are shared: never change one in place.
   *
   * @example const tenant = await store.read((reader) => reader.get('tenants', id));
   */
  read<T>(what: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * Makes a change, all or nothing, and resolves once it is durable. `what` may run again: it must do no I/O, and await
   * nothing but `tx`. When `what` throws, nothing is changed and the error comes through. Rejects with StoreUnwritable
   * when the disk refuses, and with StoreFull when the change would add to a store that is more than a tenth above its
   * limit, unless it is made `evenWhenFull`. After a change of a tenant or of an alert that may be overdue, its findings are judged again
   * (`src/store/due.ts`).
   *
   * @example
   * await store.change(async (tx) => {
   *   const alert = await tx.get('alerts', id);
   *   if (alert) await tx.put('alerts', { ...alert, revision: alert.revision + 1 });
   * });
   */
  change<T>(what: (tx: Tx) => Promise<T>, how?: ChangeOptions): Promise<T>;
}

/** Options for a change. */
export interface ChangeOptions {
  /**
   * True for a change that answers what is stored, notes what became of it, or asks people for an answer, so that no
   * limit stops it: such changes make room, and a message that was sent without a note of it would be sent again. What
   * it adds is bounded by what is stored already.
   */
  evenWhenFull?: true;
  /** False when more changes follow that add to the same messages: the caller wakes the outbox after the last of them. */
  wakes?: false;
}

/**
 * Append-only storage for closed rows, apart from the live document: rows by segment, for example `alerts-2026-11`.
 * Appending is durable when it resolves; a row with an id that is there replaces the earlier one, so that moving rows
 * here may be repeated after a crash.
 */
export interface Archive<Row = Archived> {
  append(segment: string, rows: readonly Row[]): Promise<void>;
  /**
   * Resolves with the rows of a segment that are wanted (all by default) in the order in which their ids first came;
   * with none when there is no such segment. It reads row by row, and keeps those alone.
   */
  read(segment: string, wanted?: (row: Row) => boolean): Promise<readonly Row[]>;
  /** Resolves with the names of all segments, in order. */
  segments(): Promise<readonly string[]>;
  /**
   * Sets the segment aside, unread: it is no segment any more, and is kept until it is erased. Does nothing when there
   * is none.
   */
  drop(segment: string): Promise<void>;
  /** Deletes a segment that was set aside. Does nothing when there is none. */
  erase(segment: string): Promise<void>;
}

/** The store could not make a change durable (disk full, read-only): nothing of it happened, and a later try may succeed. */
export class StoreUnwritable extends Error {
  override name = 'StoreUnwritable';
}

/** The store has reached its limit: nothing of the change happened. Room comes when alerts are resolved, or with a higher STATE_LIMIT. */
export class StoreFull extends StoreUnwritable {
  override name = 'StoreFull';
  constructor({ bytes, limit }: Usage) {
    super(`${bytes} bytes are stored, and STATE_LIMIT is ${limit}`);
  }
}

/**
 * For `catch` of a write that must not keep people from their answer: returns what `instead` returns for a
 * StoreUnwritable, and throws every other error.
 */
export function ifUnwritable<T>(instead: (error: StoreUnwritable) => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StoreUnwritable) return instead(error);
    throw error;
  };
}
