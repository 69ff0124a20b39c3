/** Reads on-call calendars (iCalendar, https://www.rfc-editor.org/rfc/rfc5545), which other products publish at a secret address. */
import type { CalendarTrouble } from '../domain/tenant/rota.ts';

/** The part of time that is wanted, and what is known already. */
export interface CalendarQuery {
  /** The address, with the scheme `https`. It is a secret. */
  address: string;
  /** Only events that touch this time are wanted (ISO 8601, UTC). */
  from: string;
  until: string;
  /** The zone in which times without a zone and all-day events are meant. */
  timezone: string;
  /** The version that is stored; null for none. The same contents are not read again. */
  version: string | null;
}

/** Why a calendar could not be read, as far as reading alone goes. */
export type ReadTrouble = Exclude<CalendarTrouble, 'people'>;

/** One event of a calendar, or one of its recurrences, while it lasts. */
export interface CalendarEvent {
  /** ISO 8601, UTC; `end` is the first instant that no longer belongs to it. */
  start: string;
  end: string;
  summary: string;
  /** The people who were invited and did not decline, without the organiser; null where nobody else was invited. */
  attendees: readonly CalendarPerson[] | null;
}

/** Somebody in a calendar. The name is empty where the calendar has none. */
export type CalendarPerson = Record<'email' | 'name', string>;

/** What came of reading a calendar. */
export type CalendarRead =
  | { kind: 'unchanged' }
  | {
      kind: 'read';
      version: string;
      events: readonly CalendarEvent[];
      /** The names of time zones that nobody knows. Events in them are left out. */
      unknownZones: readonly string[];
    }
  | { kind: 'failed'; why: ReadTrouble };

/** Reads calendars. */
export interface Calendars {
  /** Resolves within 25 s, and within 70 s where others of several MB are read first. Never rejects. */
  read(query: CalendarQuery): Promise<CalendarRead>;
}
