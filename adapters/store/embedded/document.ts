import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Collections } from '../../../src/ports/collections.ts';

/** Rows by collection and id. A collection is there from its first row on: a new one in `Collections` needs nothing here. */
export type Tables = { [C in keyof Collections]?: Map<string, Collections[C]> };

/** A row of any collection. */
export type Row = Collections[keyof Collections];

/** Null removes the row. */
export type Rows = { [C in keyof Collections]?: Map<string, Collections[C] | null> };

/** Edits of the tables and of the history. */
export interface Edits {
  rows: Rows;
  history: HistoryEntry[];
  /** Entries up to this number leave; 0 for none. */
  forgotten: number;
  /** By how many bytes a snapshot grows with the rows and the history; undefined in journals of before this was counted. */
  growth: number | undefined;
}

/** The rows of a collection, made empty where there are none yet. */
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

/** The names of the collections that are there. */
export function namesOf<M extends object>(maps: M): Extract<keyof M, string>[] {
  const names: Extract<keyof M, string>[] = [];
  for (const name in maps) names.push(name);
  return names;
}

/** A stored row in JSON; in a journal a removed one is its id alone. */
export type Plain = { id: string } | string;

/**
 * Rows as lists for JSON. Never as objects by id: V8 misreads some property names with an escape in them
 * (https://github.com/nodejs/node/issues/63785).
 */
export function plainOf(maps: Tables | Rows): Record<string, Plain[]> {
  return Object.fromEntries(
    namesOf(maps).map((name) => [
      name,
      Array.from<[string, Plain | null], Plain>(maps[name] ?? [], ([id, row]) => row ?? id),
    ]),
  );
}

/** Reads what `plainOf` made. Trusted: only called on JSON of ours whose checksum was right. */
export function mapsOf(plain: Record<string, Plain[]>): ReturnType<typeof JSON.parse> {
  return Object.fromEntries(Object.entries(plain).map(([name, rows]) => [name, new Map(rows.map(keyed))]));
}

function keyed(row: Plain): [string, Plain | null] {
  return typeof row === 'string' ? [row, null] : [row.id, row];
}

/** The whole state, as lowdb holds it. Rows are replaced, never changed in place. */
export interface Document {
  /** The version of the state's format; see `upgrade.ts`. */
  version: number;
  /** The number of the first journal whose lines are not in the document's file yet. */
  generation: number;
  tables: Tables;
  /** Oldest first, without gaps; those before the first one are in the archive. Never empty once something was recorded. */
  history: HistoryEntry[];
}

/** Takes one row of a snapshot, or one entry of its history. `bytes` is the length of its line. */
export type Take = (collection: string, row: ReturnType<typeof JSON.parse>, bytes: number) => void;

/** The name that entries of the history have in place of a collection's. No collection has this name. */
export const historyLines = 'history';

/** The state before anything was stored. */
export function emptyDocument(version: number): Document {
  return { version, generation: 1, tables: {}, history: [] };
}

/** The document as it is now, to be written down while it changes. */
export interface Picture extends Pick<Document, 'version' | 'generation'> {
  rows: readonly (readonly [collection: string, rows: readonly unknown[]])[];
  history: readonly HistoryEntry[];
}

/** Takes the picture: lists of the rows, made in some ten milliseconds for a million of them. */
export function pictureOf({ version, generation, tables, history }: Document): Picture {
  const rows = namesOf(tables).map((name) => [name, Array.from<unknown>(tables[name]?.values() ?? [])] as const);
  return { version, generation, rows, history: [...history] };
}
