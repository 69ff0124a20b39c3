/** Returns what a row holds of a person, for that person to read. */
import { isOwnRow } from './erase.ts';
import { personFinder } from './former-member.ts';
import type { FoundWords } from './person-words.ts';

/** A value that concerns the person, and where it stands in its row: `timeline[2]`; empty for the whole row. */
export interface FoundValue {
  path: string;
  value: unknown;
}

/**
 * Returns a function that finds what a row holds of a person: all of a row that is theirs, each record of what they did, and every text that
 * names them. Of a partner tenant it is the texts alone, since its record is not about them.
 */
export function storedOf(words: FoundWords): (collection: string, row: object) => FoundValue[] {
  const finder = personFinder(words);
  const parts = new Set(words.parts.map((part) => JSON.stringify(part)));

  function found(value: unknown, path: string, field: string, whole: boolean): FoundValue[] {
    if (typeof value === 'string') return finder.isIn(value, field) ? [{ path, value }] : [];
    if (typeof value !== 'object' || value === null) return [];
    const entries = Object.entries(value);
    if (whole && entries.some(([, inner]) => inner === words.identity)) return [{ path, value }];
    return entries.flatMap(([key, inner]): FoundValue[] => {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      return finder.isIn(key, 'id')
        ? [{ path: at, value: inner }]
        : found(inner, at, Array.isArray(value) ? field : key, whole);
    });
  }

  function partsIn(row: object): FoundValue[] {
    const { tenantId, changes = [] }: { tenantId?: string | null; changes?: readonly { field: string }[] } = row;
    return changes.flatMap((change, at) => {
      const values: unknown[] = Object.values(change);
      const isTheirs = values.some((value) => parts.has(JSON.stringify([tenantId ?? null, change.field, value])));
      return isTheirs ? [{ path: `changes[${at}]`, value: change }] : [];
    });
  }

  return (collection, stored) => {
    const row = collection === 'history' ? entryShown(stored) : stored;
    if (isOwnRow(collection, row, words.identity)) return [{ path: '', value: row }];
    const all = found(row, '', '', collection !== 'tenants');
    return all.length === 0 && collection === 'history' ? partsIn(row) : all;
  };
}

/** Returns an entry of the history without what proves it. */
function entryShown(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !['seals', 'previous', 'hash', 'v'].includes(key)));
}
