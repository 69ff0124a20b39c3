import { z } from 'zod';
import { fieldType } from '../../domain/tenant/contact-fields.ts';
import { expected } from '../../domain/tenant/identity.ts';

/** Says what a field, or an entry of a list, must look like: by its name, or by the type of a field of the contact. */
const shapes = new Map([
  ['version', 'must be 1, the only version of this file that there is'],
  ['id', 'must be an Entra tenant id, for example 72f988bf-86f1-41af-91ab-2d7cd011db47'],
  ['email', 'must be an e-mail address of at most 254 characters'],
  ['phone', 'must be a telephone number with + and its country code, without spaces, for example +33142685300'],
  ['anniversaryMonth', 'must be a month from 1 to 12, or null'],
  ['manager', expected.person],
  ['people', expected.person],
  ['address', expected.address],
  ['channels', expected.channel],
  ['fraudChannels', expected.channel],
]);

const kinds = new Map([
  ['object', 'must be an object, in braces'],
  ['array', 'must be a list, in square brackets'],
  ['string', 'must be text, in quotation marks'],
]);

/** Returns a problem of the file as a sentence: where it is, and what must be there. `json` is the whole file. */
export function explainIssue(issue: z.core.$ZodIssue, json: unknown): string {
  const where = issue.path.length > 0 ? z.core.toDotPath(issue.path) : 'the file';
  return `${where}: ${isMissing(issue.path, json) ? 'is missing' : explain(issue)}`;
}

function explain(issue: z.core.$ZodIssue): string {
  const name = String(issue.path.findLast((step) => typeof step === 'string') ?? '');
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'unrecognized_keys':
      return `has what I do not know: ${issue.keys.join(', ')}. Please correct the spelling, or remove it`;
    case 'invalid_key':
      return issue.path.includes('customers')
        ? 'must be the tenant id or the domain of a customer, in small letters'
        : issue.message;
    case 'too_big':
      return issue.origin === 'array'
        ? `may have at most ${issue.maximum} entries`
        : (shapeOf(name) ?? `may have at most ${issue.maximum} characters`);
    case 'invalid_value':
      return shapeOf(name) ?? `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return (issue.expected === 'array' ? null : shapeOf(name)) ?? kinds.get(issue.expected) ?? 'is of the wrong kind';
    case 'too_small':
      return shapeOf(name) ?? 'must not be empty';
    default:
      return shapeOf(name) ?? issue.message;
  }
}

function shapeOf(name: string): string | null {
  if (name.endsWith('At')) return 'must be a date with time and zone, for example 2026-11-24T10:00:00Z, or null';
  return name.endsWith('By')
    ? `${expected.person}, or null`
    : (shapes.get(name) ?? shapes.get(fieldType(name) ?? '') ?? null);
}

/** Returns true when the file has no value at that path. */
function isMissing(path: readonly PropertyKey[], json: unknown): boolean {
  const value = path.reduce<unknown>(
    (inner, step) => (Object(inner) === inner ? Reflect.get(Object(inner), step) : null),
    json,
  );
  return path.length > 0 && value === undefined;
}
