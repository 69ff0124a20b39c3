import type { HistoryEntry } from '../domain/history.ts';

/** What reads as one deed: an entry, or several that say the same of several people. */
export interface Deed {
  shown: HistoryEntry;
  entries: readonly HistoryEntry[];
}

/** Reminders of the same to several people, and the same done to several alerts, in the same minute one after the other, are one deed to whoever reads. */
export function deedsOf(entries: readonly HistoryEntry[]): Deed[] {
  const deeds: Deed[] = [];
  for (const entry of entries) {
    const before = deeds.at(-1);
    const joint = before && jointly(before.shown, entry);
    if (before && joint) deeds[deeds.length - 1] = { shown: joint, entries: [...before.entries, entry] };
    else deeds.push({ shown: entry, entries: [entry] });
  }
  return deeds;
}

/** As one entry; null where they are two deeds. */
function jointly(one: HistoryEntry, other: HistoryEntry): HistoryEntry | null {
  if (sameReminder(one, other)) return joined(one, other, 'told');
  return sameAct(one, other) ? joined(one, other, 'alert') : null;
}

/** The same of several alerts, by one person in one minute. */
function sameAct(one: HistoryEntry, other: HistoryEntry): boolean {
  const alert = one.deed.startsWith('alert.') && !one.deed.endsWith('All');
  const same = alert && one.deed === other.deed && one.by === other.by && one.tenantId === other.tenantId;
  return same && one.at.slice(0, 16) === other.at.slice(0, 16) && said(one, 'reason') === said(other, 'reason');
}

function sameReminder(one: HistoryEntry, other: HistoryEntry): boolean {
  const bothSent = one.deed === 'reminder.sent' && other.deed === 'reminder.sent';
  return bothSent && one.at.slice(0, 16) === other.at.slice(0, 16) && said(one, 'findings') === said(other, 'findings');
}

function said({ changes }: HistoryEntry, field: string): string {
  return JSON.stringify(changes.find((change) => change.field === field)?.after);
}

function joined(one: HistoryEntry, other: HistoryEntry, name: string): HistoryEntry {
  const valuesOf = (entry: HistoryEntry) => [entry.changes.find(({ field }) => field === name)?.after].flat();
  const changes = one.changes.map((change) =>
    change.field === name ? { ...change, after: [...valuesOf(one), ...valuesOf(other)] } : change,
  );
  return { ...one, changes };
}
