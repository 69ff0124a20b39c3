/**
 * Remembers the values with which a form was opened. Only the fields that its person changed since are compared with what others
 * changed, and saved: all other fields stay as they are now.
 */
import { z } from 'zod';
import { shortId } from '../domain/text/short-id.ts';

/** Holds a short mark of each field's value, by field: a form's state has no room for the values. */
export const Marks = z.record(z.string(), z.string());
/** Holds a mark by field. */
export type Marks = Readonly<Record<string, string>>;

/** Returns the marks of values. The order of a list does not count, since pickers give lists back in an order of their own. */
export function marksOf(values: Readonly<Record<string, unknown>>): Marks {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, shortId(JSON.stringify(sorted(value ?? null)))]),
  );
}

/** Holds the values of a sent form, merged with what was recorded since it was opened. */
export interface MergedInput<T> {
  /** Has what was entered, and what others changed meanwhile in the fields that this person left alone. */
  input: T;
  /** Has the marks for a form that is shown again: of the present values of fields left alone, and of the first values of others. */
  marks: Marks;
  /** Lists the fields that this person and somebody else set to different values. */
  clashes: readonly string[];
}

/** Merges a sent form, opened with the marks `opened`, with `now`: the values that it would show if it were opened now. */
export function mergeInput<T extends object>(given: T, now: T, opened: Marks, marks: (of: T) => Marks): MergedInput<T> {
  const [mine, theirs] = [marks(given), marks(now)];
  const alone = (field: string) => mine[field] === opened[field];
  const clash = (field: string) => !alone(field) && theirs[field] !== opened[field] && mine[field] !== theirs[field];
  const ofThose = (values: object) =>
    Object.fromEntries(Object.entries(values).filter(([field]) => field in theirs && alone(field)));
  return {
    input: { ...given, ...ofThose(now) },
    marks: { ...opened, ...ofThose(theirs) },
    clashes: Object.keys(theirs).filter(clash),
  };
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).toSorted() : value;
}
