import type { HistoryEntry } from '../../../src/domain/history.ts';
import { namesOf, type Tables } from './tables.ts';

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
