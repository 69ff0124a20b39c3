import { type Alert, isOpen, isReal, openDrills } from '../../domain/alert/alert.ts';
import { isStillAsked } from '../../domain/alert/holding.ts';
import { isSelected, type Selection, type SelectionCursor } from '../../domain/alert/selection.ts';
import { type Delivery, sortableNumber } from '../../domain/delivery/delivery.ts';
import type { Reader } from '../../ports/store.ts';
import { alertsOf } from '../cards/load-alert.ts';

/** The most alerts that are read at once, so that nobody waits long for the store. */
const pageLength = 500;

/** Where to begin: at the first part, whichever that is. */
export const selectionStart: SelectionCursor = { key: 'start', after: null };

/** The part of the alerts that stand under an empty key in their index, and the one of those that a message names. */
const [all, named] = ['', 'named'];

/** Returns the next selected alerts, at most `limit`, and where to go on; null for nowhere. It may return none and go on. */
export async function nextSelected(reader: Reader, selection: Selection, cursor: SelectionCursor, limit: number) {
  const { key, after } = cursor;
  const message = selection.message === undefined ? null : await reader.get('deliveries', selection.message);
  const parts = partsOf(selection, message);
  const part = parts.includes(key) ? key : parts[0];
  if (part === undefined) return { alerts: [], next: null };
  const page = await pageOf(reader, part, after, selection, message);
  const fits = (alert: Alert | null): alert is Alert =>
    alert !== null &&
    isSelected(selection, alert) &&
    isOpen(alert) === !selection.resolved &&
    (!message || isCurrentIn(message, alert, part === all || part === openDrills));
  const fitting = page.filter(({ alert }) => fits(alert));
  const found = fitting.slice(0, limit);
  const alerts = found.map(({ alert }) => alert).filter(fits);
  const last = fitting.length > limit ? found.at(-1) : page.length < pageLength ? undefined : page.at(-1);
  if (last) return { alerts, next: { key: part, after: last.position } };
  const following = parts[parts.indexOf(part) + 1];
  return { alerts, next: following === undefined ? null : { key: following, after: null } };
}

/**
 * Returns the parts of the alerts among which selected ones stand: keys of the index of open ones, what a message names, and ids of
 * digests.
 */
function partsOf({ message: id, numbers, resolved }: Selection, message: Delivery | null): string[] {
  // Drills stand under a key of their own, behind all others.
  if (id === undefined) return numbers && !resolved ? [all, openDrills] : [all];
  switch (message?.about.kind) {
    case 'escalations': {
      const { alertIds, count, digestIds = [] } = message.about;
      return [named, ...digestIds, ...(count > alertIds.length ? [all] : [])];
    }
    case 'overdue': {
      const { more, digestId, digestIds = digestId === null ? [] : [digestId] } = message.about;
      return [named, ...digestIds, ...(more > 0 ? [all, openDrills] : [])];
    }
    case 'asked':
      return [named, ...(message.about.count > message.about.alertIds.length ? [all] : [])];
    case 'closing':
      return [named];
    case 'digest':
      return [message.about.digestId];
    default:
      return [];
  }
}

/** An alert, and its place in the part. Null for one that is in the archive. */
interface Selected {
  alert: Alert | null;
  position: string;
}

async function pageOf(reader: Reader, part: string, after: string | null, chosen: Selection, message: Delivery | null) {
  if (part === named) {
    const ids = message && 'alertIds' in message.about ? message.about.alertIds : [];
    return inOrder(await alertsOf(reader, ids), after);
  }
  // Resolved alerts are few: most of them leave for the archive after a day.
  if (chosen.resolved) {
    const rows = await reader.scan('alerts.resolved', { key: '', after: null });
    return inOrder(chosen.numbers ? rows : rows.filter(isReal), after);
  }
  const query = { key: part, after, limit: pageLength };
  if (part === all || part === openDrills) return inOrder(await reader.scan('alerts.open', query), after);
  const found: Selected[] = [];
  for (const { about, number } of await reader.scan('deliveries.digest', query)) {
    if (number > (chosen.newest ?? number)) break;
    const alert = 'alertId' in about ? await reader.get('alerts', about.alertId) : null;
    found.push({ alert, position: sortableNumber(number) });
  }
  return found;
}

/** Returns alerts behind a position in the order of their numbers. */
function inOrder(alerts: readonly Alert[], after: string | null): Selected[] {
  return alerts
    .map((alert) => ({ alert, position: sortableNumber(alert.number) }))
    .filter(({ position }) => position > (after ?? ''))
    .toSorted((a, b) => a.alert.number - b.alert.number);
}

/** Returns whether a message tells of the alert as it is now. One that the message does not name remembers it among its reminders. */
function isCurrentIn(message: Delivery, alert: Alert, isUnnamed: boolean): boolean {
  const { about, since, to, id } = message;
  if (isUnnamed && !alert.escalations?.includes(id)) return false;
  if (about.kind === 'asked') return isStillAsked(alert, { about, since, to });
  return about.kind !== 'closing' || (alert.status === 'investigating' && alert.closingNotifiedAt === about.at);
}

/** Returns all selected alerts, oldest first. */
export async function allSelected(reader: Reader, selection: Selection): Promise<Alert[]> {
  const found = new Map<string, Alert>();
  for (let cursor: SelectionCursor | null = selectionStart; cursor; ) {
    const page = await nextSelected(reader, selection, cursor, pageLength);
    for (const alert of page.alerts) found.set(alert.id, alert);
    cursor = page.next;
  }
  return [...found.values()].toSorted((a, b) => a.number - b.number);
}
