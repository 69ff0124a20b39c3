/** The same finding that a source sends again, as an alert with an id of its own. It has nothing to do with findings about a contact. */

/** By what two alerts of a source are the same finding, and what becomes of one that comes after the first was resolved. */
export interface SameFinding {
  /** The same for all alerts of the finding in the source, and for no other. */
  key: string;
  /** For how long (ms) after it was resolved an alert is reopened; absent where a new one is made. */
  reopenForMs?: number;
}

/** The rows that an alert found. */
export interface FoundRows {
  /** Short ids of the rows, the same each time that a row is found: all of them, or the smallest ones of a long list. */
  ids: readonly string[];
  /** The names of these rows, in the same order. */
  names: readonly string[];
  /** The number of rows. */
  count: number;
}

/** An alert came again, as other alerts of the same finding. */
export interface SeenTimes {
  /** How often it came, the first time included. */
  times: number;
  /** The time at which it came last. */
  at: string;
  /** The id by which its sender sent it last. */
  id: string;
}

/** Returns the key of an alert's finding among those of all sources; null for an alert that is never the same as another one. */
export function sameKey({ source, same }: { source: string; same?: string }): string | null {
  return same === undefined ? null : `${source} ${same}`;
}

/** Returns how often the alert came, once it came again under this id of its sender. */
export function seenAgain({ seen }: { seen?: SeenTimes }, id: string, at: string): SeenTimes {
  return { times: (seen?.times ?? 1) + 1, at, id };
}

/** The most new rows that a step of the story names. */
const maxNamed = 3;

/**
 * Returns what is kept of the rows that were found now, and those that were not found before: of long lists as far as their ids are kept,
 * and beyond that by their number. Nothing is new where no rows were kept before.
 */
export function rowsAfter({ rows: before }: { rows?: Pick<FoundRows, 'ids' | 'count'> }, rows: FoundRows | undefined) {
  if (!rows) return {};
  const kept = { rows: { ids: rows.ids, count: rows.count } };
  if (!before) return { kept };
  const known = new Set(before.ids);
  const end = before.ids.length < before.count ? (before.ids.at(-1) ?? '') : null;
  const isFresh = (id: string) => !known.has(id) && (end === null || id < end);
  const names = rows.ids.flatMap((id, index) => (isFresh(id) ? [rows.names[index] ?? ''] : []));
  const count = Math.max(names.length, rows.count - before.count);
  return count > 0 ? { kept, fresh: { names: names.slice(0, maxNamed), count } } : { kept };
}
