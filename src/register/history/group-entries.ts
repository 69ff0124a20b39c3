import type { HistoryEntry } from '../../domain/history.ts';

/** Holds entries that are shown as one: `shown` is a single entry, or several that say the same of several people or alerts, merged. */
interface EntryGroup {
  shown: HistoryEntry;
  entries: readonly HistoryEntry[];
}

/** Groups entries that follow each other in the same minute: the same reminder to several people, and one action on several alerts. */
export function groupEntries(entries: readonly HistoryEntry[]): EntryGroup[] {
  const groups: EntryGroup[] = [];
  for (const entry of entries) {
    const before = groups.at(-1);
    const both = before && mergedIfSame(before.shown, entry);
    if (before && both) groups[groups.length - 1] = { shown: both, entries: [...before.entries, entry] };
    else groups.push({ shown: entry, entries: [entry] });
  }
  return groups;
}

/** Merges two entries into one; returns null when they say different things. */
function mergedIfSame(one: HistoryEntry, other: HistoryEntry): HistoryEntry | null {
  if (one.deed !== other.deed || one.at.slice(0, 16) !== other.at.slice(0, 16)) return null;
  const isAlike = (field: string) => afterOf(one, field) === afterOf(other, field);
  if (one.deed === 'reminder.sent') return isAlike('findings') ? merged(one, other, 'told') : null;
  // One action of one person on two alerts of a tenant, for one reason.
  const isAction = one.deed.startsWith('alert.') && !one.deed.endsWith('All');
  const isSame = one.by === other.by && one.tenantId === other.tenantId && isAlike('reason');
  return isAction && isSame ? merged(one, other, 'alert') : null;
}

function afterOf({ changes }: HistoryEntry, field: string): string {
  return JSON.stringify(changes.find((change) => change.field === field)?.after);
}

function merged(one: HistoryEntry, other: HistoryEntry, name: string): HistoryEntry {
  const valuesOf = (entry: HistoryEntry) => [entry.changes.find(({ field }) => field === name)?.after].flat();
  const changes = one.changes.map((change) =>
    change.field === name ? { ...change, after: [...valuesOf(one), ...valuesOf(other)] } : change,
  );
  return { ...one, changes };
}
