import dayjs from 'dayjs';
import type { HistoryEntry } from '../history.ts';
import { contactKeys } from './contact-fields.ts';
import type { Identity } from './identity.ts';

/** Somebody said of a change, by its number in the history, that it was not theirs. */
export interface Disowning {
  at: string;
  by: Identity;
  byName: string;
  entry: number;
}

/** Which changes of a tenant's contact or channels people disowned. */
export interface Disowned {
  /** When the alarm that the admins have now began. */
  since: string;
  /** Goes up with every press, never down: what the cards show. */
  revision: number;
  /** The latest presses, oldest first. */
  presses: readonly Disowning[];
}

/** A change that is older can no longer be disowned: by then the admins' reminders have asked who confirms it. */
const mostDays = 30;
/** After so long an alarm is far up in the chat: another one is posted instead of edited. */
const alarmHours = 24;
/** More presses than that are only counted by the history. */
const mostPresses = 50;

/** The fields that decide where alerts go and whom they reach. */
const fields: readonly string[] = [...contactKeys, 'fraudChannels', 'adminChannel', 'expertsChannel'];

/** Whether an entry of the history is a change of the contact or of channels, lately enough to be disowned. */
export function mayDisown({ deed, at, changes }: HistoryEntry, now: string): boolean {
  const declared = ['contact.updated', 'tenant.setUp', 'organisation.setUp', 'register.imported'].includes(deed);
  return declared && at >= daysBefore(now) && changes.some(({ field }) => fields.includes(field));
}

/** Says whether that person disowned that change already. */
export function hasDisowned(known: Disowned | undefined, { entry, by }: Pick<Disowning, 'entry' | 'by'>): boolean {
  return known?.presses.some((one) => one.entry === entry && one.by === by) ?? false;
}

/**
 * With one more press, about a change that was made at `changedAt`. The alarm that the admins have counts up, for a day; a
 * change made after it began is news to them, and begins another one.
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
