import type { HistoryEntry, NewEntry } from '../domain/history.ts';
import type { Archived, Collections } from './collections.ts';
import type { Index, RowOf } from './indexes.ts';

/** Which rows of an index are asked for. */
export interface ScanQuery {
  key: string;
  /** Only rows after this one's place; null from the start. */
  after: string | null;
  /** Absent for all. */
  limit?: number;
}

/** Which entries of the audit trail are asked for. */
export interface HistoryQuery {
  /** Null for all. A tenant's entries come with those of the organisation, which belong to no tenant: they concern every one. */
  tenantId: string | null;
  /** Only entries with a smaller number; null for the newest. */
  before: number | null;
  limit: number;
}

/** What can be read, as of one moment. */
export interface Reader {
  get<C extends keyof Collections>(collection: C, id: string): Promise<Collections[C] | null>;
  /** All rows, in order of id. */
  list<C extends keyof Collections>(collection: C): Promise<readonly Collections[C][]>;
  /** Rows of one key of an index, in its order. Costs what it returns, not what is stored. */
  scan<I extends Index>(index: I, query: ScanQuery): Promise<readonly RowOf<I>[]>;
  count(index: Index, key: string): Promise<number>;
  /** The keys under which the index has rows. */
  keys(index: Index): Promise<readonly string[]>;
  /** Newest first. Only what has not left for the archive: `historyPage` reads both. */
  history(query: HistoryQuery): Promise<readonly HistoryEntry[]>;
  /** The oldest entries that have not left yet, oldest first. */
  oldestHistory(limit: number): Promise<readonly HistoryEntry[]>;
  /** How much is stored. In a change, with what it did so far. */
  usage(): Promise<Usage>;
}

/** In bytes: of all rows and of the history, without the archive; and the setting STATE_LIMIT, above which no alert is taken. */
export interface Usage {
  bytes: number;
  limit: number;
}

/** A change: what can be read and written in it. */
export interface Tx extends Reader {
  put<C extends keyof Collections>(collection: C, row: Collections[C]): Promise<void>;
  remove<C extends keyof Collections>(collection: C, id: string): Promise<void>;
  /** Adds a line to the audit trail; returns its number. */
  record(entry: NewEntry): Promise<number>;
  /** Entries up to this number leave: the archive has them. The newest one stays, since the next is chained to it. */
  forgetHistory(upTo: number): Promise<void>;
}

/** Keeps the rows and the audit trail. */
export interface Store {
  /** Rows are shared: never change one in place. */
  read<T>(what: (reader: Reader) => Promise<T>): Promise<T>;
  /**
   * All or nothing, and durable when it resolves. `what` may run again: no I/O inside, and nothing awaited but `tx`.
   * When `what` throws, nothing is changed and the error comes through. Rejects with StoreUnwritable when the disk refuses, and with
   * StoreFull when it would add to a store that is more than a tenth above its limit, unless it settles something.
   */
  change<T>(what: (tx: Tx) => Promise<T>, how?: ChangeOptions): Promise<T>;
}

/** How a change is made. */
export interface ChangeOptions {
  /**
   * It answers what is there, keeps what became of it, or tells people that they have to answer, so that no limit stops it:
   * that is how room comes, and a message that went out and is not noted would go out again. What it adds is bounded by what
   * is there already.
   */
  evenWhenFull?: true;
  /** False where more changes follow that add to the same messages: the caller wakes the outbox after the last of them. */
  wakes?: false;
}

/**
 * What is closed and only read, apart from the live document: rows by segment, for example `alerts-2026-11`. Appending
 * is durable when it resolves; the same id again replaces the row, so that moving rows here may be repeated after a crash.
 */
export interface Archive<Row = Archived> {
  append(segment: string, rows: readonly Row[]): Promise<void>;
  /** In order of their first coming; empty when there is none. */
  read(segment: string): Promise<readonly Row[]>;
  /** In order of name. */
  segments(): Promise<readonly string[]>;
  /** Sets the segment aside, unread: it is no segment any more, and is kept until it is erased. Nothing when there is none. */
  drop(segment: string): Promise<void>;
  /** Deletes what was set aside. Nothing when there is none. */
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

/** For `catch` of a write that must not keep people from their answer: returns what `instead` does for a StoreUnwritable, and throws everything else. */
export function ifUnwritable<T>(instead: (error: StoreUnwritable) => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StoreUnwritable) return instead(error);
    throw error;
  };
}
