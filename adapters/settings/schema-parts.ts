/** What the schemas of the files that settings name are made of. */
import { z } from 'zod';
import { durationMs } from './duration.ts';
import { readSecret, type Secret, type SecretEnvironment, type SecretShape } from './secrets.ts';

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

/** Takes the name by which people, metrics and logs call a sender of alerts. `default` is the signed route's. */
export const sourceName = z
  .string()
  .regex(/^(?!default$)[a-z0-9-]{1,30}$/, 'Must be 1 to 30 of a-z, 0-9 and -, and not default.');

/** Takes a duration of at least a minute, such as `P1D` or `PT26H`, into milliseconds. */
export const duration = durationFrom('Must be a duration of ISO 8601 of at least a minute, such as P1D or PT26H.');

/** Takes a duration of at least a minute and at most `maxMs`. */
export function durationFrom(error: string, maxMs = Number.POSITIVE_INFINITY) {
  return z.string().transform((said, context) => {
    const ms = durationMs(said);
    if (ms !== null && ms >= 60_000 && ms <= maxMs) return ms;
    context.addIssue(error);
    return z.NEVER;
  });
}

/** Returns the values that are there, without the keys of those that are undefined. */
export function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.assign({}, ...given.map(([key, value]) => ({ [key]: value })));
}

/** Returns the schema of an object with exactly one of the keys. */
export function exactlyOne<T extends z.ZodRawShape>(shape: T) {
  return strict(shape)
    .partial()
    .superRefine((value, context) => {
      if (Object.keys(shape).filter((key) => key in value).length !== 1)
        context.addIssue({ code: 'custom', message: `Must have exactly one of ${Object.keys(shape).join(', ')}.` });
    }, always)
    .meta({ minProperties: 1, maxProperties: 1 });
}

/** Takes an Entra id, into small letters. */
export const guid = z.guid().transform((id) => id.toLowerCase());

/** The most secrets of one kind: the current one, and the one that takes its place. */
export const maxSecrets = 2;

/** Returns the schema of one secret, which reads it too. */
export function secret(shape: SecretShape, env: SecretEnvironment | null) {
  return z
    .string()
    .regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:[^\0]+)$/, 'Write env:NAME or file:/path, never the secret itself.')
    .transform((reference, context): Secret => {
      if (env === null) return { reference, shape, value: '' };
      const reading = readSecret(reference, shape, env);
      if (reading.kind === 'read') return { reference, shape, value: reading.value };
      context.addIssue(reading.why);
      return z.NEVER;
    });
}

/** Returns the schema of one secret, or of two while they are changed, which reads them too. */
export function secrets(shape: SecretShape, env: SecretEnvironment | null) {
  const tooMany = 'May have at most two: the one that counts, and the one that takes its place.';
  // No `.max()`: when the list itself is invalid, zod reports no problems of its entries.
  return z
    .array(secret(shape, env))
    .min(1)
    .superRefine(({ length }, context) => void (length > maxSecrets && context.addIssue(tooMany)), always)
    .meta({ maxItems: maxSecrets });
}

/** Takes an address of this machine, for rehearsals. */
export const loopbackUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}, 'May be named for a rehearsal on this machine only: an address of 127.0.0.1 or localhost.');

/** A password. */
export const anything: SecretShape = { pattern: /^[^\0]+$/, error: 'The secret has a NUL.' };

/** A secret that stands in a header as it is. */
export const plain: SecretShape = {
  pattern: /^[!-~]+$/,
  error: 'The secret may have letters, digits and signs of ASCII, and no spaces.',
};

/** A secret of https://www.standardwebhooks.com. */
export const standard: SecretShape = {
  pattern: /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/,
  error: 'The secret must be whsec_ followed by at least 16 bytes in base64.',
};

/** Takes the name of a header, into small letters. */
export const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'Must be the name of a header.')
  .transform((name) => name.toLowerCase());
