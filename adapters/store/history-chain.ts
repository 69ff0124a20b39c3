import { hash as digest } from 'node:crypto';
import type { HistoryEntry, NewEntry } from '../../src/domain/history.ts';

/** The previous hash of the first entry. */
const origin = '0'.repeat(64);

/** The newest entry's number and hash; number 0 before the first. */
export interface ChainHead {
  number: number;
  hash: string;
}

/** The head of a history without entries. */
export const beginning: ChainHead = { number: 0, hash: origin };

/**
 * Returns the entry with its place in the chain. `hash` is SHA-256 in hex over the previous hash (64 characters, zeros
 * before the first entry) followed by the canonical JSON of the entry with its number, without `previous` and `hash`.
 */
export function chained(head: ChainHead, entry: NewEntry): HistoryEntry {
  const { at, by, byName, deed, tenantId, changes } = entry;
  const number = head.number + 1;
  const plain: NewEntry = JSON.parse(JSON.stringify({ at, by, byName, deed, tenantId, changes }));
  const hash = digest('sha256', head.hash + canonical({ number, ...plain }));
  return { number, ...plain, previous: head.hash, hash };
}

/** Returns whether the entry is the next one after `head`, as it was written. */
export function follows(head: ChainHead, entry: HistoryEntry): boolean {
  const { previous, hash, ...rest } = entry;
  if (entry.number !== head.number + 1 || previous !== head.hash) return false;
  return hash === digest('sha256', head.hash + canonical(rest));
}

/**
 * Returns JSON without white space, with keys in code unit order at every depth (those that look like integers first,
 * by value).
 */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? inKeyOrder(inner) : inner));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inKeyOrder(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
