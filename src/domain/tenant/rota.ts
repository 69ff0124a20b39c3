/** The part of a tenant's row that says who is on call, in addition to the lists of its contact. */
import type { Identity } from './identity.ts';

/** A part of a calendar in which the same people are on call. Shifts of one calendar do not overlap. */
export interface Shift {
  /** ISO 8601, UTC; `end` is the first instant that no longer belongs to it. */
  start: string;
  end: string;
  people: readonly Identity[];
  /** The words of the calendar for people whom the bot does not know; absent for none. */
  unknown?: readonly string[];
}

/**
 * Why a calendar could not be read. `status` is followed by that of the server, such as `status 404`; `people`: a platform did not say who
 * is in it; `bug`: an error of the bot's own, which is in the log.
 */
export type CalendarTrouble =
  | 'unreachable'
  | 'internal'
  | 'redirect'
  | 'tooLarge'
  | 'timeout'
  | 'notCalendar'
  | 'tooMuch'
  | 'people'
  | 'bug'
  | `status ${number}`;

/** Returns false for a trouble that is the status with which the server answered. */
export function isNamed(trouble: CalendarTrouble): trouble is Exclude<CalendarTrouble, `status ${number}`> {
  return !trouble.startsWith('status ');
}

/** The last good copy of a calendar. */
export interface CalendarCopy {
  /** The label of the address that it is from: a copy of another address counts no more. */
  of: string;
  shifts: readonly Shift[];
}

/** Somebody is on call for a while, whatever lists and calendars say. */
export interface Override {
  /** The time at which it was made, ISO 8601, as `until` is. */
  at: string;
  until: string;
  who: Identity;
  by: Identity;
  /** The people who are not on call meanwhile; `all` for everybody of the first level. */
  instead: readonly Identity[] | 'all';
}

/** The fields of a contact that hold the address of a calendar. */
export const calendarKeys = ['onCallCalendar', 'onCall2Calendar'] as const;
/** A field of a contact that holds the address of a calendar. */
export type CalendarKey = (typeof calendarKeys)[number];
