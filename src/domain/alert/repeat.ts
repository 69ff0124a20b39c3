/** The same finding that a source sends again, as an alert with an id of its own. `known-alert.ts` decides whether it is seen again, reopened or new. */
import { atLeast, type Severity } from './severity.ts';

/** By what two alerts of a source are the same finding, and what becomes of one that comes after the first was resolved. */
export interface SameFinding {
  /** The same for all alerts of the finding in the source, and for no other. */
  key: string;
  /** For how long (ms) after it was resolved an alert is reopened; absent when a new one is made. */
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
  /** The id that speaks for it: the sender's other ids of the finding change nothing, unless they speak up (see `speaksUp`). */
  id: string;
  /** The newest detection, no later than it was received: ISO 8601, UTC. Absent in older states. */
  detectedAt?: string;
}

/** Returns the key of an alert's finding among those of all sources; null for an alert that is never the same as another one. */
export function sameKey({ source, same }: { source: string; same?: string }): string | null {
  return same === undefined ? null : `${source} ${same}`;
}

/** Returns how often the alert came, once it came again at `at`. `id` speaks for it from then on, and this is its newest detection. */
export function seenAgain({ seen }: { seen?: SeenTimes }, id: string, detectedAt: string, at: string): SeenTimes {
  return { times: (seen?.times ?? 1) + 1, at, id, detectedAt };
}

type Content = { content: { severity: Severity } };

/**
 * Returns whether a version of a known finding counts although another one is newer: it is more severe, or says that the finding
 * goes on which its sender took for over. It speaks for the finding from then on, so that no other id lowers it again.
 */
export function speaksUp(known: Content & { resolvedBySender?: object }, sent: Content & { over?: object | null }) {
  if (sent.over) return false;
  return known.resolvedBySender !== undefined || !atLeast(known.content.severity, sent.content.severity);
}

/** The most rows whose ids are kept: of a longer list the smallest ids, which are the same ones each time. */
export const maxRowIds = 300;

/** The most new rows that a step of the timeline names. */
const maxNamed = 3;

/**
 * Compares the rows of a repeated alert with the stored ones. Returns the rows to store (`stored`: every id ever seen, at most `maxRowIds`,
 * and their count) and the new ones (`fresh`). Beyond `maxRowIds`, only a higher count shows that rows are new. A row that disappears and
 * comes back is not new. When no rows were stored before, none is new.
 */
export function rowsAfter({ rows: before }: { rows?: Pick<FoundRows, 'ids' | 'count'> }, rows: FoundRows | undefined) {
  if (!rows) return {};
  if (!before) return { stored: { rows: { ids: rows.ids, count: rows.count } } };
  const known = new Set(before.ids);
  const end = before.ids.length < before.count ? (before.ids.at(-1) ?? '') : null;
  const isFresh = (id: string) => !known.has(id) && (end === null || id < end);
  const names = rows.ids.flatMap((id, index) => (isFresh(id) ? [rows.names[index] ?? ''] : []));
  const count = Math.max(names.length, rows.count - before.count);
  const all = [...new Set([...before.ids, ...rows.ids])].toSorted();
  const stored = { rows: { ids: all.slice(0, maxRowIds), count: Math.max(all.length, before.count, rows.count) } };
  return count > 0 ? { stored, fresh: { names: names.slice(0, maxNamed), count } } : { stored };
}
