import type { HistoryEntry } from '../domain/history.ts';

/** What reads as one deed: an entry, or several that say the same of several people. */
export interface Deed {
  shown: HistoryEntry;
  entries: readonly HistoryEntry[];
}

/** Reminders of the same to several people, sent in the same minute one after the other, are one deed to whoever reads. */
export function deedsOf(entries: readonly HistoryEntry[]): Deed[] {
  const deeds: Deed[] = [];
  for (const entry of entries) {
    const before = deeds.at(-1);
    if (before && sameReminder(before.shown, entry))
      deeds[deeds.length - 1] = { shown: toBoth(before.shown, entry), entries: [...before.entries, entry] };
    else deeds.push({ shown: entry, entries: [entry] });
  }
  return deeds;
}

function sameReminder(one: HistoryEntry, other: HistoryEntry): boolean {
  const bothSent = one.deed === 'reminder.sent' && other.deed === 'reminder.sent';
  return bothSent && one.at.slice(0, 16) === other.at.slice(0, 16) && said(one, 'findings') === said(other, 'findings');
}

function said({ changes }: HistoryEntry, field: string): string {
  return JSON.stringify(changes.find((change) => change.field === field)?.after);
}

function toBoth(one: HistoryEntry, other: HistoryEntry): HistoryEntry {
  const told = (entry: HistoryEntry) => [entry.changes.find(({ field }) => field === 'told')?.after].flat();
  const changes = one.changes.map((change) =>
    change.field === 'told' ? { ...change, after: [...told(one), ...told(other)] } : change,
  );
  return { ...one, changes };
}
