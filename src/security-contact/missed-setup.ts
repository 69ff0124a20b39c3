import type { HistoryEntry } from '../domain/history.ts';
import type { Reader } from '../ports.ts';
import type { Inline } from '../view.ts';

/** What somebody else set up after a form was opened: who did it last, and which of the form's fields. */
export interface Missed {
  by: Inline;
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
  const entries = await reader.history({ tenantId: null, before: null, limit: 100 });
  const missed = entries.filter((entry) => entry.number > what.since && concerns(entry, what.tenant));
  const changed = new Set(missed.flatMap(({ changes }) => changes.map(({ field }) => field)));
  const fields = what.fields.filter((field) => changed.has(field));
  const [last] = missed;
  if (!last || fields.length === 0) return null;
  return { fields, by: last.by ? { kind: 'person', id: last.by, name: last.byName } : last.byName };
}

function concerns({ deed, tenantId }: HistoryEntry, tenant: string): boolean {
  if (deed === 'organisation.setUp') return true;
  const setUp = deed === 'tenant.setUp' || deed === 'register.imported';
  return setUp && (tenantId === tenant || tenantId === null);
}
