/**
 * The part of ical.js that is used. The types that the package brings do not pass the type check of modules:
 * https://github.com/kewisch/ical.js/tree/main/dist/types
 */

/** A component as jCal, https://www.rfc-editor.org/rfc/rfc7265: name, properties, components. */
export type Component = readonly [string, readonly Property[], readonly Component[]];
/** A property: name, parameters, type, values. */
export type Property = readonly [string, Readonly<Record<string, string | string[]>>, string, ...unknown[]];

/** A time by a clock on the wall. */
export interface Time {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** The parts of a duration, each without a sign. */
export interface DurationParts {
  weeks: number;
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
  isNegative: boolean;
}

declare const ICAL: {
  /** Returns the calendar as jCal; several calendars as an array of them. Throws on a text that is none. */
  parse(text: string): Component | readonly Component[];
  Time: { fromData(data: Time & { isDate: boolean }): Time };
  Recur: { fromData(rule: object): { iterator(start: Time): { next(): Time | null | undefined } } };
  Duration: { fromString(text: string): DurationParts };
};
export default ICAL;
