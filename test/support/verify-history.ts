import { beginning, proofOf } from '../../adapters/store/history-chain.ts';
import type { HistoryEntry } from '../../src/domain/history.ts';

/**
 * The number of the first entry that was altered, dropped or put in another place; null when the chain is whole.
 * `entries` is the whole history, oldest first.
 */
export function verifyHistory(entries: readonly HistoryEntry[]): number | null {
  let head = beginning;
  for (const entry of entries) {
    if (proofOf(head, entry) !== 'whole') return head.number + 1;
    head = entry;
  }
  return null;
}
