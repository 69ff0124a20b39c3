/** What the schemas of the sources' file are made of. */
import { z } from 'zod';

/** Returns an object's schema that takes no other keys. The message for these has the keys that there are: `linesOf` looks for the nearest. */
export function strict<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}

/** Says that a check runs although other parts are wrong, so that all mistakes are reported at once. */
export const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** Takes a text of 1 to 500 characters. */
export const text = z.string().min(1).max(500);

const hourMs = 3_600_000;

/** Takes a duration of ISO 8601 without months and years, which have no fixed length: `P1D`, `PT26H`, `P1DT12H`. */
export const duration = z.string().transform((said, context) => {
  const parts = /^P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/.exec(said);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (parts ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const ms = (weeks * 7 + days) * 24 * hourMs + hours * hourMs + minutes * 60_000 + seconds * 1_000;
  if (parts && ms >= 60_000) return ms;
  context.addIssue('Must be a duration of ISO 8601 of at least a minute, such as P1D or PT26H.');
  return z.NEVER;
});
