import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Plain } from '../tables.ts';

/** The state as JSON, as a version of the past wrote it. */
export interface PlainState {
  collections: Record<string, Plain[]>;
  history: HistoryEntry[];
}
