import type { HistoryEntry } from '../domain/history.ts';
import { historyWhile } from '../history-since.ts';
import type { Reader } from '../ports.ts';

/** The number of the newest entry of the history: what a form has seen. */
export async function newestEntry(reader: Reader): Promise<number> {
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  return newest?.number ?? 0;
}

/** Who last set one of these fields up since; null where the history does not say. The organisation's channels are on the form of every tenant. */
export async function lastSetup(
  reader: Reader,
  what: { tenant: string; since: number; fields: readonly string[] },
): Promise<HistoryEntry | null> {
  const entries = await historyWhile(reader, null, ({ number }) => number > what.since);
  const changed = ({ changes }: HistoryEntry) => changes.some(({ field }) => what.fields.includes(field));
  return entries.find((entry) => concerns(entry, what.tenant) && changed(entry)) ?? null;
}

function concerns({ deed, tenantId }: HistoryEntry, tenant: string): boolean {
  if (deed === 'organisation.setUp') return true;
  const setUp = deed === 'tenant.setUp' || deed === 'register.imported';
  return setUp && (tenantId === tenant || tenantId === null);
}
