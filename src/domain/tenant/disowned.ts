import dayjs from 'dayjs';
import type { AuditAction, HistoryEntry } from '../history.ts';
import { contactKeys } from './contact-fields.ts';
import type { Identity } from './identity.ts';

/** One press of **Not us**: somebody says that a change, named by its number in the history, was not made by their organisation. */
export interface Disowning {
  at: string;
  by: Identity;
  byName: string;
  entry: number;
}

/** The changes of a tenant's contact or channels that people disowned. */
export interface Disowned {
  /** The time at which the present alarm to the admins began. */
  since: string;
  /** The revision that cards show. Each press raises it, nothing lowers it. */
  revision: number;
  /** The latest presses, oldest first. */
  presses: readonly Disowning[];
}

/** The number of days for which a change can be disowned. By then the reminders have asked the admins to confirm it. */
const mostDays = 30;
/** The number of hours after which an alarm is so far up in the chat that another one is posted instead of edited. */
const alarmHours = 24;
/** The number of presses that are kept. Earlier ones stand in the history alone. */
const mostPresses = 50;

/** The fields that decide where alerts go, whom they reach, and who oversees them. */
const fields: readonly string[] = [
  ...contactKeys,
  ...['fraudChannels', 'adminChannel', 'expertsChannel'],
  ...['name', 'partnerType', 'manager', 'retiredAt'],
];
const actions: readonly AuditAction[] = [
  ...(['contact.updated', 'tenant.setUp', 'tenant.retired', 'tenant.restored'] as const),
  ...(['organisation.setUp', 'register.imported', 'approval.asked'] as const),
];

/**
 * Returns true when an entry of the history can still be disowned: a change of a tenant, its contact or channels, or that alerts were
 * sent to the archive unanswered.
 */
export function mayDisown({ deed, at, changes }: HistoryEntry, now: string): boolean {
  const changesReach = actions.includes(deed) && changes.some(({ field }) => fields.includes(field));
  return (changesReach || deed === 'alert.archivedAll' || deed === 'contact.onCall') && at >= daysBefore(now);
}

/** Returns true when that person disowned that change already. */
export function hasDisowned(known: Disowned | undefined, { entry, by }: Pick<Disowning, 'entry' | 'by'>): boolean {
  return known?.presses.some((one) => one.entry === entry && one.by === by) ?? false;
}

/**
 * Returns the disowned changes with one more press, about a change made at `changedAt`. The alarm that the admins have counts
 * up for a day. A change made after the alarm began is news to them, and begins another one.
 */
export function disownedAfter(known: Disowned | undefined, press: Disowning, changedAt: string): Disowned {
  const goesOn =
    known && changedAt <= known.since && press.at < dayjs(known.since).add(alarmHours, 'hour').toISOString();
  const earlier = known?.presses.filter(({ at }) => at >= daysBefore(press.at)) ?? [];
  return {
    since: goesOn ? known.since : press.at,
    revision: (known?.revision ?? 0) + 1,
    presses: [...earlier, press].slice(-mostPresses),
  };
}

function daysBefore(now: string): string {
  return dayjs(now).subtract(mostDays, 'day').toISOString();
}
