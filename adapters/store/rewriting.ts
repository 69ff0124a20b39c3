/** Reads and replaces every row that is stored, wherever it stands: in the live state, the archives, and the copies that were kept. */
import type { HistoryEntry, NewEntry } from '../../src/domain/history.ts';
import type { Collections } from '../../src/ports/collections.ts';
import { beginning, chained } from './history-chain.ts';
import { asStored, type Document, historyLines, namesOf, rowsIn } from './memory/document.ts';

/** A row where it stands. */
export interface StoredRow {
  /** `history` for an entry of the audit trail, `archived` for an alert of the archive. */
  collection: string;
  row: object;
  /** The segment of an archive, such as `alerts-2026-11`; empty for the live state. */
  segment: string;
  /** The name of the copy, or of the part that was set aside to be deleted; empty for what is in use. */
  copy: string;
}

/** Takes one row. */
export type TakeStored = (stored: StoredRow) => void;

/** How rows are replaced, once all were read. */
export interface Replacing {
  /** Returns the row as it is from now on: the same object where it stays; null where it goes. The same row becomes the same each time. */
  change(collection: string, row: object): object | null;
  /** Rows and entries of the history that are added to the live state, durably before the first row is replaced. */
  rows: readonly { [C in keyof Collections]: { collection: C; row: Collections[C] } }[keyof Collections][];
  entries: readonly NewEntry[];
}

/** Reads every row, and then says how they are replaced. */
export interface Rewriting {
  take: TakeStored;
  /** Called after the last row. It may throw, so that nothing is changed. */
  settle(): Replacing;
}

/** Hands on each row of a live state. */
export function takeDocument({ tables, history }: Document, take: TakeStored): void {
  const live = { segment: '', copy: '' };
  for (const name of namesOf(tables))
    for (const row of tables[name]?.values() ?? []) take({ collection: name, row, ...live });
  for (const row of history) take({ collection: historyLines, row, ...live });
}

/** Returns the live state with the rows and entries that are added. */
export function added(document: Document, { rows, entries }: Replacing): Document {
  const tables = { ...document.tables };
  for (const { collection, row } of rows) {
    tables[collection] = asStored<never>(new Map(rowsIn(tables, collection)));
    put(tables, collection, row);
  }
  const history = [...document.history];
  for (const entry of entries) history.push(chained(history.at(-1) ?? beginning, entry));
  return { ...document, tables, history };
}

/** Returns the live state with its rows replaced. */
export function rewritten(document: Document, change: Replacing['change']): Document {
  const tables: Document['tables'] = {};
  for (const name of namesOf(document.tables))
    for (const row of document.tables[name]?.values() ?? []) {
      const changed = change(name, row);
      if (changed) put(tables, name, changed);
    }
  const history = document.history.map((entry) => asStored<HistoryEntry>(change(historyLines, entry) ?? entry));
  return { ...document, tables, history };
}

function put(tables: Document['tables'], collection: keyof Collections, row: object): void {
  const stored = asStored<Collections[typeof collection]>(row);
  rowsIn<typeof collection>(tables, collection).set(stored.id, asStored<never>(stored));
}
