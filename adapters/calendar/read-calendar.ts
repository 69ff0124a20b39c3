/** Reads the text of a calendar into the events of a part of time. */

import type { Component } from 'ical.js';
import ICAL from 'ical.js';
import { z } from 'zod';
import { orNull } from '../../src/domain/or-null.ts';
import { cleanedLine } from '../../src/domain/text/clean-text.ts';
import { wallAt } from '../../src/domain/time/zones.ts';
import type { CalendarEvent, CalendarPerson, CalendarQuery, ReadTrouble } from '../../src/ports/world.ts';
import type { Budget, TimeSpan, WallTime } from './recurrences.ts';
import { budgetOf, instantAt, propertyOf, recurrencesOf, TooMuch, UnknownZone, wallTimeOf } from './recurrences.ts';

/** What a text holds, or why it cannot be read. */
export type CalendarContents =
  | { kind: 'events'; events: readonly CalendarEvent[]; unknownZones: readonly string[] }
  | { kind: 'failed'; why: Extract<ReadTrouble, 'notCalendar' | 'tooMuch'> };

/** The most recurrences of a calendar that are looked at, and the most events that are returned. */
const maxRecurrences = 400_000;
const maxEvents = 5_000;

/** Returns the events that touch the time of the query. An event that cannot be read is left out. */
export function readCalendar(text: string, query: Omit<CalendarQuery, 'address' | 'version'>): CalendarContents {
  const body = unfolded(text.replace(/^\uFEFF/, '').trimStart());
  if (!/^BEGIN:VCALENDAR/i.test(body)) return { kind: 'failed', why: 'notCalendar' };
  const calendars = parsed(body);
  if (calendars === null) return { kind: 'failed', why: 'notCalendar' };
  const span = { from: Date.parse(query.from), until: Date.parse(query.until) };
  const unknownZones = new Set<string>();
  const budget = budgetOf(maxRecurrences);
  const events = calendars.flatMap(eventsIn);
  try {
    const found = byUid(events).flatMap((group) => eventsOf(group, { ...query, span, budget, unknownZones }));
    const merged = mergedEvents(found);
    if (merged.length > maxEvents) return { kind: 'failed', why: 'tooMuch' };
    return { kind: 'events', events: merged, unknownZones: [...unknownZones].slice(0, 10) };
  } catch (error) {
    if (error instanceof TooMuch) return { kind: 'failed', why: 'tooMuch' };
    throw error;
  }
}

/**
 * Returns the text of a calendar's bytes. Some products fold lines in the middle of a letter of several bytes, so lines are
 * joined before the bytes are read as UTF-8.
 */
export function textIn(body: Uint8Array): string {
  return new TextDecoder().decode(Buffer.from(joined(Buffer.from(body).toString('latin1')), 'latin1'));
}

const joined = (text: string): string => text.replace(/\r?\n[ \t]/g, '');

/** Returns the text with its lines joined, and without lines that are none of iCalendar's: one of them alone fails the whole parse. */
function unfolded(text: string): string {
  const lines = joined(text).split('\n');
  const properties = lines.filter((line) => line.includes(':'));
  return properties.map(withQuotedZone).join('\n');
}

/** Returns the line with its zone in quotes where that has a colon: Exchange writes `DTSTART;TZID=tzone://Microsoft/Utc:2026…`. */
function withQuotedZone(line: string): string {
  const before = /^(?:DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID);TZID=/i.exec(line)?.[0];
  if (before === undefined) return line;
  const end = line.lastIndexOf(':');
  const zone = line.slice(before.length, end);
  return zone.includes(':') && !/[";]/.test(zone) ? `${before}"${zone}"${line.slice(end)}` : line;
}

/** Returns the events of a calendar. One with the method `CANCEL` cancels its events, whatever their status. */
function eventsIn(calendar: Component): Component[] {
  const events = calendar[2].filter(([name]) => name === 'vevent');
  const method = String(propertyOf(calendar, 'method')?.[3] ?? '').toUpperCase();
  if (method !== 'CANCEL') return events;
  return events.map(([name, properties, parts]) => [name, [['status', {}, 'text', 'CANCELLED'], ...properties], parts]);
}

/** Returns the calendars in the text (usually one); null when the text is no calendar. */
function parsed(body: string): readonly Component[] | null {
  const result = orNull(() => ICAL.parse(body));
  return result && isOne(result) ? [result] : result;
}

function isOne(result: Component | readonly Component[]): result is Component {
  return typeof result[0] === 'string';
}

interface CalendarReading extends Pick<CalendarQuery, 'timezone'> {
  span: TimeSpan;
  budget: Budget;
  unknownZones: Set<string>;
}

/** Returns the versions of each event together: the event itself, and the recurrences that were changed. */
function byUid(events: readonly Component[]): Component[][] {
  return [...Map.groupBy(events, (event) => String(propertyOf(event, 'uid')?.[3] ?? '') || event).values()];
}

/** Returns the events of one group. An unknown zone is noted, and the event left out. */
function eventsOf(group: readonly Component[], reading: CalendarReading): CalendarEvent[] {
  const changed = newest(group.filter((event) => propertyOf(event, 'recurrence-id')));
  const whole = newest(group.filter((event) => !propertyOf(event, 'recurrence-id')));
  const changes = changed.flatMap((event) => tried(reading, () => [changeOf(event, reading)]));
  const kept = whole.flatMap((event) => tried(reading, () => withChanges(event, changes, reading)));
  const moved = changes
    .filter(({ isCancelled }) => !isCancelled)
    .flatMap(({ event, start, duration }) => tried(reading, () => shown(event, start, duration, reading)));
  return [...kept, ...moved];
}

/** Returns the result of `work`; an empty list when the event cannot be parsed. */
function tried<T>({ unknownZones }: CalendarReading, work: () => T[]): T[] {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    if (error instanceof UnknownZone) unknownZones.add(cleanedLine(error.zone).slice(0, 80));
    return [];
  }
}

/** Returns the last version of each: of two with the same start or recurrence, the one with the higher sequence. */
function newest(events: readonly Component[]): Component[] {
  const keyOf = (event: Component) =>
    JSON.stringify([propertyOf(event, 'recurrence-id')?.[3], propertyOf(event, 'dtstart')?.[3]]);
  const sequence = (event: Component) => Number(propertyOf(event, 'sequence')?.[3] ?? 0);
  // In a stable order: of two with one sequence, the later in the file.
  const newestOf = (same: readonly Component[]) => same.toSorted((a, b) => sequence(a) - sequence(b)).slice(-1);
  return [...Map.groupBy(events, keyOf).values()].flatMap(newestOf);
}

interface ChangedEvent {
  event: Component;
  /** The instant (ms) of the recurrence that it takes the place of. */
  replaces: number;
  /** It takes the place of all later ones too. */
  andLater: boolean;
  start: WallTime;
  duration: Duration;
  isCancelled: boolean;
}

function changeOf(event: Component, { timezone }: CalendarReading): ChangedEvent {
  const recurrence = propertyOf(event, 'recurrence-id');
  const start = startOf(event, timezone);
  return {
    event,
    replaces: recurrence ? instantAt(wallTimeOf(recurrence, recurrence[3], timezone)) : Number.NaN,
    andLater: String(recurrence?.[1].range ?? '').toUpperCase() === 'THISANDFUTURE',
    start,
    duration: durationOf(event, start, timezone),
    isCancelled: isCancelled(event),
  };
}

/** Returns the recurrences of an event that no change takes the place of, and those that a change moves with it. */
function withChanges(event: Component, changes: readonly ChangedEvent[], reading: CalendarReading): CalendarEvent[] {
  if (isCancelled(event)) return [];
  const start = startOf(event, reading.timezone);
  const duration = durationOf(event, start, reading.timezone);
  const { from, until } = reading.span;
  const span = { from: from - longestOf([duration, ...changes.map((one) => one.duration)]), until };
  const replaced = new Set(changes.map(({ replaces }) => replaces));
  const later = changes.filter(({ andLater }) => andLater).toSorted((a, b) => b.replaces - a.replaces);
  return recurrencesOf(event, start, span, reading.budget).flatMap((moment) => {
    const instant = later.length + replaced.size > 0 ? instantAt(moment) : Number.NaN;
    if (replaced.has(instant)) return [];
    const change = later.find(({ replaces }) => replaces <= instant);
    if (!change) return shown(event, moment, duration, reading);
    if (change.isCancelled) return [];
    const moved = change.start.wall + moment.wall - wallAt(change.replaces, moment.zone);
    return shown(change.event, { ...change.start, wall: moved }, change.duration, reading);
  });
}

function startOf(event: Component, floating: string): WallTime {
  const property = propertyOf(event, 'dtstart');
  if (!property) throw new RangeError('no start');
  return wallTimeOf(property, property[3], floating);
}

/**
 * How long (ms) an event lasts: first by the clock on the wall, and then exactly. A shift from nine to nine ends at nine also on the night
 * when clocks change, or somebody would be on call for an hour too long and the next for one too short.
 */
interface Duration {
  wall: number;
  exact: number;
}

function durationOf(event: Component, start: WallTime, floating: string): Duration {
  const end = propertyOf(event, 'dtend');
  if (end) {
    const moment = wallTimeOf(end, end[3], floating);
    if (moment.zone === start.zone) return { wall: Math.max(0, moment.wall - start.wall), exact: 0 };
    return { wall: 0, exact: Math.max(0, instantAt(moment) - instantAt(start)) };
  }
  const duration = propertyOf(event, 'duration');
  if (!duration) return { wall: start.isDate ? dayMs : 0, exact: 0 };
  // Days and weeks are those of the calendar, hours are exact: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6
  const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(String(duration[3]));
  if (isNegative) return { wall: 0, exact: 0 };
  return { wall: (weeks * 7 + days) * dayMs, exact: ((hours * 60 + minutes) * 60 + seconds) * 1_000 };
}

const dayMs = 86_400_000;

function longestOf(durations: readonly Duration[]): number {
  return Math.max(...durations.map(({ wall, exact }) => wall + exact)) + dayMs;
}

function isCancelled(event: Component): boolean {
  return String(propertyOf(event, 'status')?.[3] ?? '').toUpperCase() === 'CANCELLED';
}

/** Returns the event at that start, where it touches the wanted time. */
function shown(event: Component, start: WallTime, { wall, exact }: Duration, { span }: CalendarReading) {
  // Most events of a calendar are over, and no zone is asked about them.
  if (start.wall > span.until + 2 * dayMs || start.wall + wall + exact < span.from - 2 * dayMs) return [];
  const from = instantAt(start);
  const until = (wall > 0 ? instantAt({ ...start, wall: start.wall + wall }) : from) + exact;
  if (from >= span.until || until <= span.from || until <= from) return [];
  const begin = new Date(Math.max(from, span.from)).toISOString();
  const end = new Date(Math.min(until, span.until)).toISOString();
  return [{ start: begin, end, summary: lineOf(propertyOf(event, 'summary')?.[3]), attendees: attendeesOf(event) }];
}

const lineOf = (value: unknown): string => cleanedLine(String(value ?? '')).slice(0, 200);

/** Returns the invited people who did not decline; null when nobody but the organiser was invited. */
function attendeesOf(event: Component): CalendarPerson[] | null {
  const organiser = mailOf(propertyOf(event, 'organizer')?.[3]);
  const invited = event[1]
    .filter(([name, { cutype = '' }]) => name === 'attendee' && !/^(ROOM|RESOURCE)$/i.test(String(cutype)))
    .map(([, { partstat = '', cn = '', email = '' }, , value]) => ({
      // Apple's servers write an address of their own, and the e-mail address in another parameter.
      email: mailOf(value) || mailOf(email),
      name: lineOf(cn),
      declined: /^DECLINED$/i.test(String(partstat)),
    }))
    .filter(({ email }) => email !== '' && email !== organiser);
  if (invited.length === 0) return null;
  return invited.filter(({ declined }) => !declined).map(({ email, name }) => ({ email, name }));
}

function mailOf(value: unknown): string {
  const address = String(value ?? '').replace(/^mailto:/i, '');
  return z.email().max(254).safeParse(address).data?.toLowerCase() ?? '';
}

/** Joins events of the same people that touch: a rota by the minute is one shift. */
function mergedEvents(events: readonly CalendarEvent[]): CalendarEvent[] {
  const same = Map.groupBy(events, ({ summary, attendees }) => JSON.stringify([summary, attendees]));
  return [...same.values()]
    .flatMap((some) => {
      const joined: CalendarEvent[] = [];
      for (const event of some.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
        const last = joined.at(-1);
        if (!last || event.start > last.end) joined.push(event);
        else if (event.end > last.end) joined[joined.length - 1] = { ...last, end: event.end };
      }
      return joined;
    })
    .toSorted((a, b) => (a.start < b.start ? -1 : 1));
}
