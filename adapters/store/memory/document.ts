import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Collections } from '../../../src/ports/collections.ts';

/**
 * The rows by collection and id. A collection is created with its first row, so a new one in `Collections` needs no code here.
 */
export type Tables = { [C in keyof Collections]?: Map<string, Collections[C]> };

/** Any row, of whichever collection it is. */
export type AnyRow = Collections[keyof Collections];

/** Null removes the row. */
export type Rows = { [C in keyof Collections]?: Map<string, Collections[C] | null> };

/** Counts bytes of a snapshot's lines: of all of them, and of the rows that count to an account (`accountsOf`). */
export interface Growth {
  bytes: number;
  byAccount: Map<string, number>;
}

/** The edits that one change makes to the tables and the history. */
export interface Edits {
  rows: Rows;
  history: HistoryEntry[];
  /** The change removes the history entries up to this number, since they are in the archive; 0 for none. */
  forgotten: number;
  /** The bytes by which a snapshot grows; undefined in journals of versions that did not count them. */
  growth: Growth | undefined;
  /** The texts (`rowText`) of rows that were put, by `textKey`, so that a row becomes JSON once; undefined where nobody made them. */
  texts?: Map<string, string>;
}

/** Returns the key of a row in `Edits.texts`. */
export function textKey(collection: string, id: string): string {
  return `${collection}/${id}`;
}

/** Returns the rows of a collection; adds an empty map for it when there is none yet. */
export function rowsIn<C extends keyof Collections, Gone = never>(
  tables: { [K in keyof Collections]?: Map<string, Collections[K] | Gone> },
  collection: C,
): Map<string, Collections[C] | Gone> {
  const found = tables[collection];
  if (found) return found;
  const fresh = new Map<string, Collections[C] | Gone>();
  // TypeScript reads through a generic optional key, but does not write through one.
  Object.assign(tables, { [collection]: fresh });
  return fresh;
}

/** Returns the names of the collections that exist. */
export function namesOf<M extends object>(maps: M): Extract<keyof M, string>[] {
  const names: Extract<keyof M, string>[] = [];
  for (const name in maps) names.push(name);
  return names;
}

/**
 * Returns something stored under the type of what the bot wrote there: the one assertion about stored rows. It checks no field, since a
 * checksum has shown that the file is as this program wrote it.
 */
export function asStored<T>(stored: unknown): T {
  return stored as T;
}

/** A row in JSON; in a journal, a removed row is its id alone. */
export type Plain = { id: string } | string;

/** The state as JSON, as an older version wrote it. */
export interface PlainState {
  collections: Record<string, Plain[]>;
  history: HistoryEntry[];
}

/**
 * Returns rows as lists for JSON. They are never objects by id: V8 misreads some property names with an escape in them
 * (https://github.com/nodejs/node/issues/63785).
 */
export function plainOf(maps: Tables | Rows): Record<string, Plain[]> {
  const rowsOf = (name: keyof Collections) =>
    Array.from<[string, Plain | null], Plain>(maps[name] ?? [], ([id, row]) => row ?? id);
  return Object.fromEntries(namesOf(maps).map((name) => [name, rowsOf(name)]));
}

/**
 * Returns the maps that `plainOf` made lists of. It checks nothing: the JSON must be ours, with a checksum that was
 * right.
 */
export function mapsOf<M extends Tables | Rows>(plain: Record<string, Plain[]>): M {
  return asStored(Object.fromEntries(Object.entries(plain).map(([name, rows]) => [name, new Map(rows.map(keyed))])));
}

function keyed(row: Plain): [string, Plain | null] {
  return typeof row === 'string' ? [row, null] : [row.id, row];
}

/** The whole state in lowdb. Rows are replaced, never changed in place. */
export interface Document {
  /** The version of the state's format; see `migrate.ts`. */
  version: number;
  /** The number of the first journal whose lines are not in the document's file yet. */
  generation: number;
  tables: Tables;
  /** Oldest first, without gaps; those before the first one are in the archive. Never empty once something was recorded. */
  history: HistoryEntry[];
}

/** Takes one row of a snapshot, or one entry of its history. `bytes` is the length of its line. */
export type TakeRow = (collection: string, row: object, bytes: number) => void;

/** Entries of the history have this name in place of a collection's. No collection has it. */
export const historyLines = 'history';

/** Returns the state before anything was stored. */
export function emptyDocument(version: number): Document {
  return { version, generation: 1, tables: {}, history: [] };
}

/** Keeps the document as it was at one instant, to be written down while the document changes. */
export type Picture = ReturnType<typeof pictureOf>;

/** Returns the picture of this instant. It copies lists of the rows, in some ten milliseconds for a million of them. */
export function pictureOf({ version, generation, tables, history }: Document) {
  const rows = namesOf(tables).map((name) => [name, Array.from<unknown>(tables[name]?.values() ?? [])] as const);
  return { version, generation, rows, history: [...history] };
}
