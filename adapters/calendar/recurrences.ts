/** The times at which an event of a calendar begins: its start, its rules and dates, without its exceptions. */

import { readFileSync } from 'node:fs';
import type { Component, Property, Time } from 'ical.js';
import ICAL from 'ical.js';
import { z } from 'zod';
import { instantOf, isTimezone, wallAt } from '../../src/domain/time/zones.ts';

/** A point in time of an event. `wall` is the wall-clock time in `zone`, as milliseconds; dates begin at midnight. */
export interface WallTime {
  wall: number;
  zone: string;
  isDate: boolean;
}

/** The calendar names a time zone that nobody knows. */
export class UnknownZone extends Error {
  override name = 'UnknownZone';
  readonly zone: string;
  constructor(zone: string) {
    super(zone);
    this.zone = zone;
  }
}

/** The calendar has more recurrences than are read. */
export class TooMuch extends Error {
  override name = 'TooMuch';
}

/** Counts the recurrences that are read; throws TooMuch above the limit. */
export type Budget = ReturnType<typeof budgetOf>;

/** Returns a budget that ends after this number of recurrences. */
export function budgetOf(limit: number) {
  let left = limit;
  return {
    spend(): void {
      left -= 1;
      if (left < 0) throw new TooMuch();
    },
  };
}

/** Returns the first property of that name. */
export function propertyOf([, properties]: Component, name: string): Property | undefined {
  return properties.find(([one]) => one === name);
}

/** Returns the moment that a property's value says. `floating` is the zone of times that name none. */
export function wallTimeOf(property: Property, value: unknown, floating: string): WallTime {
  const text = String(value);
  const wall = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(/Z$/, '')}Z`);
  if (Number.isNaN(wall)) throw new RangeError('not a time');
  if (text.endsWith('Z')) return { wall, zone: 'UTC', isDate: false };
  const named = property[1].tzid;
  if (text.length === 10 || named === undefined) return { wall, zone: floating, isDate: text.length === 10 };
  const zone = zoneNamed(String(named));
  if (zone === null) throw new UnknownZone(String(named));
  return { wall, zone, isDate: false };
}

/** Returns the instant of a moment, in milliseconds. */
export function instantAt({ wall, zone }: WallTime): number {
  return instantOf(wall, zone);
}

/** The part of time whose recurrences are wanted: milliseconds. Those that begin before `from` are left out, also where they still last. */
export interface TimeSpan {
  from: number;
  until: number;
}

/** Returns the wall-clock times of `start.zone` in `span` at which the event begins, in no order, each once. */
export function recurrencesOf(event: Component, start: WallTime, span: TimeSpan, budget: Budget): WallTime[] {
  const walls = new Set<number>([start.wall]);
  // A day more on each side than any two zones differ.
  const range = { from: span.from - 2 * dayMs, until: span.until + 2 * dayMs };
  for (const property of event[1]) {
    const values = property.slice(3);
    if (property[0] === 'rrule') for (const rule of values) addRule(walls, ruleIn(rule), start, range, budget);
    if (property[0] !== 'rdate') continue;
    for (const value of values) {
      budget.spend();
      const [first] = [value].flat();
      walls.add(wallIn(wallTimeOf(property, first, start.zone), start));
    }
  }
  const skipped = skippedBy(event, start, budget);
  return [...walls].filter((wall) => !skipped.has(wall)).map((wall) => ({ ...start, wall }));
}

const dayMs = 86_400_000;

/** Returns the wall-clock time of a moment in the zone of `start`. */
function wallIn(moment: WallTime, start: WallTime): number {
  if (moment.isDate || moment.zone === start.zone) return moment.wall;
  return wallAt(instantAt(moment), start.zone);
}

/** Returns the wall-clock times at which the event does not take place. A date alone means every time of that day. */
function skippedBy(event: Component, start: WallTime, budget: Budget): { has(wall: number): boolean } {
  const times = new Set<number>();
  const days = new Set<number>();
  for (const property of event[1])
    if (property[0] === 'exdate')
      for (const value of property.slice(3)) {
        budget.spend();
        const moment = wallTimeOf(property, value, start.zone);
        if (moment.isDate && !start.isDate) days.add(moment.wall);
        else times.add(wallIn(moment, start));
      }
  return { has: (wall) => times.has(wall) || days.has(wall - (((wall % dayMs) + dayMs) % dayMs)) };
}

type RecurrenceRule = Record<string, unknown>;

function ruleIn(value: unknown): RecurrenceRule {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The length of a unit in milliseconds, for those that are always of one length by the clock on the wall. */
const unitMs: Readonly<Record<string, number>> = {
  SECONDLY: 1_000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: dayMs,
  WEEKLY: 7 * dayMs,
};

/** Adds the wall-clock times of a rule in `range`. */
function addRule(walls: Set<number>, rule: RecurrenceRule, start: WallTime, range: TimeSpan, budget: Budget): void {
  const { until, ...rest } = rule;
  const end = until === undefined ? range.until : Math.min(range.until, lastOf(String(until), start));
  const { first, left } = advanced(rest, start.wall, range.from);
  const iterator = ICAL.Recur.fromData(left).iterator(timeOf(first));
  for (let next = iterator.next(); next; next = iterator.next()) {
    budget.spend();
    const { year, month, day, hour, minute, second } = next;
    const wall = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1_000;
    if (wall > end) return;
    if (wall >= range.from) walls.add(wall);
  }
}

/** Returns the last wall-clock time that `UNTIL` allows. A date alone includes that day. */
function lastOf(until: string, start: WallTime): number {
  if (until.length === 10) return Date.parse(`${until}T00:00:00Z`) + dayMs - 1;
  const wall = Date.parse(`${until.replace(/Z$/, '')}Z`);
  return until.endsWith('Z') ? wallAt(wall, start.zone) : wall;
}

function timeOf(wall: number): Time {
  const at = new Date(wall);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const [hour, minute, second] = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
  return ICAL.Time.fromData({ year, month, day, hour, minute, second, isDate: false });
}

/**
 * Returns a later start of a rule with the same recurrences from `from` on, so that a rule which began long ago costs no
 * more than one that began today. A rule that counts is advanced only where each step is one recurrence.
 */
function advanced(rule: RecurrenceRule, start: number, from: number): { first: number; left: RecurrenceRule } {
  const same = { first: start, left: rule };
  const interval = Number(rule.interval ?? 1);
  const freq = String(rule.freq);
  if (!(interval >= 1) || from <= start) return same;
  const byParts = Object.keys(rule).some((key) => key.startsWith('by'));
  if (rule.count !== undefined && (byParts || unitMs[freq] === undefined)) return same;
  const unit = unitMs[freq];
  if (unit === undefined) return { first: laterMonth(freq, interval, start, from), left: rule };
  const steps = Math.max(0, Math.floor((from - start) / (unit * interval)) - 1);
  const first = start + steps * interval * unit;
  if (rule.count === undefined) return { first, left: rule };
  // One is left at least, since a rule cannot count to nothing: it is long over, and before the range.
  return { first, left: { ...rule, count: Math.max(1, Number(rule.count) - steps) } };
}

/** Returns a later start of a rule by months or years. From the 29th on, not every month has the day. */
function laterMonth(freq: string, interval: number, start: number, from: number): number {
  const at = new Date(start);
  if (at.getUTCDate() > 28) return start;
  const months = (new Date(from).getUTCFullYear() - at.getUTCFullYear() - 1) * 12;
  const step = freq === 'YEARLY' ? 12 * interval : interval;
  return at.setUTCMonth(at.getUTCMonth() + Math.max(0, Math.floor(months / step)) * step);
}

/* The names that calendars have for time zones. */

const file = new URL('../../data/calendar/windows-zones.json', import.meta.url);
const { zones } = z.object({ zones: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(file, 'utf8')));
const ofWindows = new Map(Object.entries(zones));

/**
 * Returns the IANA zone of a calendar's `TZID`: an IANA name itself, also behind a prefix, one of Windows' names by CLDR's
 * table, or Exchange's own name of UTC. Null for any other name: an offset that somebody guessed would put the wrong person on call.
 */
function zoneNamed(name: string): string | null {
  const bare = withoutPrefix(name.trim());
  if (bare === 'tzone://Microsoft/Utc') return 'UTC';
  const zone = ofWindows.get(bare) ?? bare;
  return isTimezone(zone) ? zone : null;
}

/**
 * Returns the IANA name behind the prefix by which libical and others make a name unique in the world, such as
 * `/freeassociation.sourceforge.net/Tzfile/Europe/Paris`; any other name as it is.
 * https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.1
 */
function withoutPrefix(name: string): string {
  if (!name.startsWith('/')) return name;
  const parts = name.split('/').slice(2, 12);
  const ends = parts.map((_, at) => parts.slice(at).join('/'));
  return ends.find((end) => (end === 'UTC' || end.includes('/')) && isTimezone(end)) ?? name;
}
