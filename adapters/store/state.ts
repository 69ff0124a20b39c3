import type { Archive, Reader, Store } from '../../src/ports/store.ts';
import type { Rewriting, TakeStored } from './rewriting.ts';
import type { SealedSignIns } from './sealed-sign-ins.ts';
import type { TrailCheck } from './verify-history.ts';

/** Is called with the state folder once this process owns it, before anything else changes there; never for a database. */
export type OnOwned = (stateDir: string) => Promise<void>;

/** Options for a restore. */
export interface RestoreOptions {
  /**
   * The backup is of a stopped bot that does not start again, so its numbers go on and nothing in it is in doubt. Only for a backup
   * that says so, and where nothing is stored yet.
   */
  moved?: boolean | undefined;
  /** Restores although a replica acts, which then ends. */
  takeOver?: boolean | undefined;
  onOwned?: OnOwned | undefined;
}

/**
 * What commands and doctor do with a state, whichever store has it. Nothing is opened before a method is called, and nothing stays
 * open after it.
 *
 * @example const tenants = await state.read((reader) => reader.list('tenants'));
 */
export interface StoredState {
  /** Where it is, for a program that reads `--json`. */
  readonly place: { readonly stateDir: string } | { readonly database: string };
  /** Where it is, as a line for people: `State folder: /var/lib/…`; it has no password. */
  readonly placeLine: string;
  /** The sign-ins of people at Microsoft; absent where they are files of the state folder. A command may store one, and replace no token. */
  readonly signIns?: SealedSignIns;
  /** Returns whether a file of this folder would stand among the files of the state. */
  contains(folder: string): boolean;
  /**
   * Resolves with what `what` makes of the durable state of one instant and of its archive of alerts, whether or not a bot runs.
   * Changes nothing. Rejects with NoState, StateDamaged, StateTooNew, RestoreUnfinished.
   */
  read<T>(what: (reader: Reader, archive: Archive) => Promise<T>): Promise<T>;
  /** Reads all of the archive of alerts, since no backup can be made without it. Rejects with StateDamaged. */
  checkArchive(): Promise<void>;
  /** Follows the whole audit trail, whether or not a bot runs. Rejects as `read` does. */
  verify(): Promise<TrailCheck>;
  /**
   * Writes the whole state of one instant into one file (0600), whether or not a bot runs, and reads it back. A file that is there
   * is replaced only by a whole one. Resolves with why the time of the backup could not be stored, null where it was. Rejects as
   * `read` does.
   */
  backup(file: string): Promise<string | null>;
  /**
   * Puts a backup in the place of the state, all or nothing. Resolves with where the replaced state is kept, null when there was
   * none. Rejects with NoBackup, StateDamaged (the backup is), StateTooNew, CannotMove, ENOENT, and with StateInUse or
   * ReplicaActs where a bot runs.
   */
  restore(file: string, options?: RestoreOptions): Promise<string | null>;
  /** Hands on every row that is stored, of the archives and of kept copies too, whether or not a bot runs. Rejects as `read` does. */
  scan(take: TakeStored): Promise<void>;
  /**
   * Replaces rows wherever they are stored, in kept copies too, and compacts, so that nothing is left of the old ones in the state.
   * Rejects with what `settle` throws, and with StateInUse or ReplicaActs where a bot or a replica runs.
   */
  rewrite(rewriting: Rewriting, onOwned: OnOwned): Promise<void>;
  /** Opens the state for changes, as the only one who does, until `close`; begins one where there is none. Rejects with StateInUse, ReplicaActs. */
  open(onOwned: OnOwned): Promise<Store & { close(): Promise<void> }>;
  /** Resolves with when the last backup was made, ISO 8601 in UTC; null when no time is stored, or it cannot be read. */
  lastBackupAt(): Promise<string | null>;
  /** Resolves with when something was stored first, in epoch milliseconds; null before that. */
  begunAt(): Promise<number | null>;
}
