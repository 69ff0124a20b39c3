import { createHash } from 'node:crypto';
import { beginning } from '../../adapters/store/history-chain.ts';
import type { HistoryEntry, NewEntry } from '../../src/domain/history.ts';

/** The entry as versions wrote it whose hash covers all values. */
export function olderEntry(previous: HistoryEntry | undefined, entry: NewEntry): HistoryEntry {
  const head = previous ?? beginning;
  const line = { number: head.number + 1, ...entry };
  const hash = createHash('sha256')
    .update(head.hash + canonical(line))
    .digest('hex');
  return { ...line, previous: head.hash, hash };
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
