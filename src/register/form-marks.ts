/**
 * What a form was opened with. Only what its person changed since is compared with what others changed, and saved:
 * everything else stays as it is now.
 */
import { z } from 'zod';

/** A short mark of each field's value: a form's state has no room for the values. */
export const Marks = z.record(z.string(), z.string());
/** A mark by field. */
export type Marks = Readonly<Record<string, string>>;

/** Lists are sets: pickers give them back in an order of their own. */
export function marksOf(values: Readonly<Record<string, unknown>>): Marks {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, markOf(sorted(value))]));
}

/** A submitted form, merged with what was recorded since it was opened. */
export interface MergedInput<T> {
  /** What was entered, with what others changed meanwhile in the fields that this person left alone. */
  input: T;
  /** For the form when it is shown again: what the fields that were left alone hold now, and the others held at first. */
  marks: Marks;
  /** Fields that this person and somebody else set to different values. */
  clashes: readonly string[];
}

/** `opened` are the marks of the form that was sent, and `now` is what it would show if it were opened now. */
export function mergeInput<T extends object>(
  given: T,
  now: T,
  opened: Marks,
  marks: (values: T) => Marks,
): MergedInput<T> {
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

/** 64 bits, by FNV-1a in two lanes. Nobody gains by a value with the same mark: it would be theirs that is not saved. */
function markOf(value: unknown): string {
  let [one, other] = [0x811c9dc5, 0xc9dc5118];
  const text = JSON.stringify(value ?? null);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ (code + index), 0x01000193);
  }
  return `${(one >>> 0).toString(36)}${(other >>> 0).toString(36)}`;
}
