/** What all presets share: they check a body by its schema, and say what is wrong with it by the place. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { explainIssue } from '../../settings/explain-issue.ts';
import { type SentEvent, UnreadableBody } from './preset.ts';

/** The most alerts that a body may hold. */
export const maxAlerts = 1_000;
/** No product nests its body deeper. What reads a body level by level can rely on it. */
const maxLevels = 64;
/**
 * A body of 1 MB with more values has hardly any text in it. Each may be a mistake, and zod hands all mistakes to one call, which takes
 * 120,000 at most.
 */
const maxValues = 60_000;
/** The most places in the body that a refusal names: nobody reads more of them. */
const maxProblems = 100;

/** The `params` of a mistake at a key that the sender chose. */
export const ownKey = { ownKey: true } as const;

/** Parses the body with the schema. Throws UnreadableBody: with the paths that do not match, or above 64 levels or 60,000 values. */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const excess = excessOf(body);
  if (excess !== null) throw new UnreadableBody([{ path: [], detail: excess }]);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues.filter(({ path }, index, all) => !isSamePath(path, all[index - 1]?.path));
  throw new UnreadableBody(
    first.slice(0, maxProblems).map((issue) => ({
      ...{ path: issue.path, detail: explainIssue(issue, body) },
      ...(issue.code === 'custom' && issue.params === ownKey ? { ownKey: true } : {}),
    })),
  );
}

function isSamePath(path: readonly PropertyKey[], other: readonly PropertyKey[] | undefined): boolean {
  return path.length === other?.length && path.every((key, index) => key === other[index]);
}

/** Returns what a body has too much of; null for nothing. It counts level by level, since a recursion could end the process. */
function excessOf(body: unknown): string | null {
  let values = 0;
  let level = [body].filter(hasParts);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === maxLevels) return `May have at most ${maxLevels} levels.`;
    const parts = level.flatMap((part) => Object.values(part));
    values += parts.length;
    if (values > maxValues) return `May have at most ${maxValues} values.`;
    level = parts.filter(hasParts);
  }
  return null;
}

function hasParts(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Returns the schema of a list of 1 to 1,000 alerts, or of none when `least` is 0. The number is judged before any of them is read. */
export function listOf<T extends z.ZodType>(one: T, least: 0 | 1 = 1) {
  return z.array(z.unknown()).min(least).max(maxAlerts).pipe(z.array(one));
}

/** Parses a text that may be left out or null: then it is empty. */
export const SentText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/**
 * Parses a time, ISO 8601 with zone, into UTC. It is null when the sender gives none: left out, null, empty, or the first
 * day of year 1, which Go and .NET write for a time that was never set.
 */
export const SentTime = z
  .unknown()
  .default(null)
  .transform((at) => (typeof at === 'string' && /^($|0001-01-01T)/.test(at) ? null : at))
  .pipe(AlertIn.shape.detectedDateTime.nullable());

/** Returns an event of which the sender said only what is given. */
export function event(said: Pick<SentEvent, 'id' | 'title'> & Partial<SentEvent>): SentEvent {
  return {
    paragraphs: [],
    severity: null,
    detectedAt: null,
    sentAt: null,
    alertType: null,
    confidenceLevel: null,
    customers: [],
    customerTenantId: null,
    partnerTenantId: null,
    subscriptionId: null,
    affectedResources: [],
    rows: [],
    isTest: false,
    azureFraud: false,
    over: null,
    ...said,
  };
}

/** Returns an id, 64 hexadecimal digits of SHA-256, that is the same for the same parts in the same order, and for no others. */
export function hashedId(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part, 'utf16le');
  return hash.digest('hex');
}
