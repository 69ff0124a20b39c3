import type { HistoryEntry } from '../domain/history.ts';
import { historyWhile } from '../history-since.ts';
import type { Reader } from '../ports.ts';

/** What somebody else set up after a form was opened: who did it last, and which of the form's fields. */
export interface Missed {
  last: HistoryEntry;
  fields: readonly string[];
}

/** The number of the newest entry of the history: what a form has seen. */
export async function newestEntry(reader: Reader): Promise<number> {
  const [newest] = await reader.history({ tenantId: null, before: null, limit: 1 });
  return newest?.number ?? 0;
}

/** Null when nothing of the form was changed since. The organisation's channels are on the form of every tenant. */
export async function missedSetup(
  reader: Reader,
  what: { tenant: string; since: number; fields: readonly string[] },
): Promise<Missed | null> {
  const entries = await historyWhile(reader, null, ({ number }) => number > what.since);
  const missed = entries.filter((entry) => concerns(entry, what.tenant));
  const changed = new Set(missed.flatMap(({ changes }) => changes.map(({ field }) => field)));
  const fields = what.fields.filter((field) => changed.has(field));
  const [last] = missed;
  if (!last || fields.length === 0) return null;
  return { fields, last };
}

function concerns({ deed, tenantId }: HistoryEntry, tenant: string): boolean {
  if (deed === 'organisation.setUp') return true;
  const setUp = deed === 'tenant.setUp' || deed === 'register.imported';
  return setUp && (tenantId === tenant || tenantId === null);
}
