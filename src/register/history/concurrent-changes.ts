/** Finds out who changed a record while somebody had a form of it open. */

import type { HistoryEntry } from '../../domain/history.ts';
import { contactKeys } from '../../domain/tenant/contact-fields.ts';
import type { Reader } from '../../ports/store.ts';

/** Returns the number of the newest entry of the history: somebody who opens a form now sees every change up to that entry. 0 for none. */
export async function newestEntry(reader: Reader): Promise<number> {
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  return newest?.number ?? 0;
}

/**
 * Returns the newest entry after `since` in which somebody set one of these fields with the set-up form or an import; null when the
 * history has none. The organisation's channels are on the form of every tenant.
 */
export async function lastSetup(
  reader: Reader,
  what: { tenant: string; since: number; fields: readonly string[] },
): Promise<HistoryEntry | null> {
  const entries = await historyWhile(reader, null, ({ number }) => number > what.since);
  return entries.find((entry) => isSetup(entry, what.tenant) && hasField(entry, what.fields)) ?? null;
}

/** Returns the newest of the last `saves` saves of a tenant's contact that changed one of these fields; null when the history has none. */
export async function lastSave(
  reader: Reader,
  what: { tenant: string; saves: number; fields: readonly string[] },
): Promise<HistoryEntry | null> {
  let left = what.saves;
  const entries = await historyWhile(reader, what.tenant, (entry) => left > 0 && (!isSave(entry) || left-- > 0));
  return entries.find((entry) => isSave(entry) && hasField(entry, what.fields)) ?? null;
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

const page = 100;

/** Reads the entries of a tenant (null for all), newest first, up to the first one that is not wanted. */
async function historyWhile(
  reader: Reader,
  tenantId: string | null,
  wanted: (entry: HistoryEntry) => boolean,
): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let before: number | null = null;
  for (;;) {
    const entries: readonly HistoryEntry[] = await reader.history({ tenantId, before, limit: page });
    const end = entries.findIndex((entry) => !wanted(entry));
    found.push(...(end < 0 ? entries : entries.slice(0, end)));
    const last = entries.at(-1);
    if (end >= 0 || !last || entries.length < page) return found;
    before = last.number;
  }
}
