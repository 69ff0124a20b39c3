import type { HistoryEntry } from './domain/history.ts';
import type { Reader } from './ports.ts';

const page = 100;

/** Entries of a tenant (null for all), newest first, for as long as they are wanted. */
export async function historyWhile(
  reader: Reader,
  tenantId: string | null,
  wanted: (entry: HistoryEntry) => boolean,
): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  let before: number | null = null;
  for (;;) {
    const entries: readonly HistoryEntry[] = await reader.history({ tenantId, before, limit: page });
    for (const entry of entries) {
      if (!wanted(entry)) return found;
      found.push(entry);
    }
    const last = entries.at(-1);
    if (!last || entries.length < page) return found;
    before = last.number;
  }
}
