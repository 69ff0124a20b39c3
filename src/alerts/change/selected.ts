import { type Alert, openDrills } from '../../domain/alert/alert.ts';
import { isSelected, type Selection, type SelectionCursor } from '../../domain/alert/selection.ts';
import { placeOfNumber } from '../../domain/delivery/delivery.ts';
import type { Reader } from '../../ports/store.ts';

/** The most alerts that are read at once, so that nobody waits long for the store. */
const pageLength = 500;

/** Returns the next selected alerts, at most `limit`, and where to go on; null for nowhere. It may return none and go on. */
export async function nextSelected(
  reader: Reader,
  selection: Selection,
  { key, after }: SelectionCursor,
  limit: number,
): Promise<{ alerts: Alert[]; next: SelectionCursor | null }> {
  if (selection.resolved) return nextResolved(reader, selection, after, limit);
  const page = await reader.scan('alerts.open', { key, after, limit: pageLength });
  const fitting = page.filter((alert) => isSelected(selection, alert));
  const alerts = fitting.slice(0, limit);
  const last = fitting.length > limit ? alerts.at(-1) : page.at(-1);
  const isDone = fitting.length <= limit && page.length < pageLength;
  if (last && !isDone) return { alerts, next: { key, after: placeOfNumber(last.number) } };
  // Drills stand under a key of their own, behind all others.
  const hasMore = key === '' && selection.numbers !== undefined;
  return { alerts, next: hasMore ? { key: openDrills, after: null } : null };
}

/** Returns the same of resolved alerts, which are few: most of them leave for the archive after a day. */
async function nextResolved(reader: Reader, selection: Selection, after: string | null, limit: number) {
  const fitting = (await reader.scan('alerts.resolved', { key: '', after: null }))
    .filter((alert) => isSelected(selection, alert) && placeOfNumber(alert.number) > (after ?? ''))
    .toSorted((a, b) => a.number - b.number);
  const alerts = fitting.slice(0, limit);
  const last = fitting.length > limit ? alerts.at(-1) : undefined;
  return { alerts, next: last ? { key: '', after: placeOfNumber(last.number) } : null };
}

/** Where to begin. */
export const selectionStart: SelectionCursor = { key: '', after: null };

/** Returns all selected alerts, oldest first. */
export async function allSelected(reader: Reader, selection: Selection): Promise<Alert[]> {
  const found: Alert[] = [];
  for (let cursor: SelectionCursor | null = selectionStart; cursor; ) {
    const page = await nextSelected(reader, selection, cursor, pageLength);
    found.push(...page.alerts);
    cursor = page.next;
  }
  return found;
}
