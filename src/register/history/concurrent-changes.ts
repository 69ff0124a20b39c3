/** Finds out who changed a record while somebody had a form of it open. */

import type { HistoryEntry } from '../../domain/history.ts';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import type { Reader } from '../../ports/store.ts';
import { liveEntries } from '../../store/history.ts';

/** Returns the number of the newest entry of the history: somebody who opens a form now sees every change up to that entry. 0 for none. */
export async function newestEntry(reader: Reader): Promise<number> {
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  return newest?.number ?? 0;
}

/**
 * Returns the newest entry after `since` in which somebody set one of these fields with the set-up form or an import; null when the
 * history has none. The organisation's channels are on the form of every tenant.
 */
export async function lastSetup(reader: Reader, what: { tenant: string; since: number; fields: readonly string[] }) {
  for await (const entry of liveEntries(reader, null)) {
    if (entry.number <= what.since) return null;
    if (isSetup(entry, what.tenant) && hasField(entry, what.fields)) return entry;
  }
  return null;
}

/** Returns the newest of the last `saves` saves of a tenant's contact that changed one of these fields; null when the history has none. */
export async function lastSave(reader: Reader, what: { tenant: string; saves: number; fields: readonly string[] }) {
  let left = what.saves;
  for await (const entry of liveEntries(reader, what.tenant)) {
    if (!isSave(entry)) continue;
    if (hasField(entry, what.fields)) return entry;
    left -= 1;
    if (left === 0) return null;
  }
  return null;
}

function isSetup({ deed, tenantId }: HistoryEntry, tenant: string): boolean {
  if (deed === 'organisation.setUp') return true;
  const setUp = deed === 'tenant.setUp' || deed === 'register.imported';
  return setUp && (tenantId === tenant || tenantId === null);
}

/** Returns true for a save, and for an import that changed what people declare: both raise the revision. */
function isSave(entry: HistoryEntry): boolean {
  return (entry.deed === 'contact.updated' || entry.deed === 'register.imported') && hasField(entry, contactKeys);
}

function hasField({ changes }: HistoryEntry, fields: readonly string[]): boolean {
  return changes.some(({ field }) => fields.includes(field));
}
