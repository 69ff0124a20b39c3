import type { HistoryEntry } from '../../../src/domain/history.ts';
import { namesOf, type Tables } from './tables.ts';

/** What lowdb holds: the whole state. Rows are replaced, never changed in place. */
export interface Document {
  /** Of the state's format: see `upgrade.ts`. */
  version: number;
  /** The number of the first journal whose lines are not in the document's file yet. */
  generation: number;
  tables: Tables;
  /** Oldest first, without gaps; those before the first one are in the archive. Never empty once something was recorded. */
  history: HistoryEntry[];
}

export function emptyDocument(version: number): Document {
  return { version, generation: 1, tables: {}, history: [] };
}

/** The same rows in maps of its own: a still picture, for as long as it takes to write it down. */
export function stillOf(document: Document): Document {
  const tables: Tables = Object.fromEntries(
    namesOf(document.tables).map((name) => [name, new Map<string, unknown>(document.tables[name])]),
  );
  return { ...document, tables, history: [...document.history] };
}
