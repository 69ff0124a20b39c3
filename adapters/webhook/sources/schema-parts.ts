/** What the schemas of the sources' file are made of. */
import { z } from 'zod';
import { durationMs } from '../../settings/duration.ts';

/**
 * Returns the schema of an object that allows only these keys. Its error for an unknown key is the list of allowed keys, among which
 * `linesOf` finds the nearest.
 */
export function strict<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : undefined) });
}

/** Option for a Zod check: run it although other fields are invalid, so that all mistakes are reported at once. */
export const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** Takes a text of 1 to 500 characters. */
export const text = z.string().min(1).max(500);

/** Takes a duration of at least a minute, such as `P1D` or `PT26H`, into milliseconds. */
export const duration = z.string().transform((said, context) => {
  const ms = durationMs(said);
  if (ms !== null && ms >= 60_000) return ms;
  context.addIssue('Must be a duration of ISO 8601 of at least a minute, such as P1D or PT26H.');
  return z.NEVER;
});

/** Returns the values that are there, without the keys of those that are undefined. */
export function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.assign({}, ...given.map(([key, value]) => ({ [key]: value })));
}
