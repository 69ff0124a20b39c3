/** Reads and writes the register as a file, version 1, for `import` and `export`. */
import { z } from 'zod';
import { fieldType } from '../../domain/tenant/contact-fields.ts';
import { expected } from '../../domain/tenant/identity.ts';
import { Organisation, PartnerTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import { organisationIn } from '../record-changes.ts';

/** Describes the file. The same schema is published as `data/schemas/register.schema.json`. */
export const Register = z.strictObject({
  version: z.literal(1),
  organisation: Organisation.optional(),
  tenants: z.array(PartnerTenant).default([]),
});
/** The content of a register file. */
export type Register = z.infer<typeof Register>;

/** Finds which values the file has: what it leaves out keeps its stored value. */
const Given = z.looseObject({
  organisation: z.looseObject({}).default({}),
  tenants: z.array(z.looseObject({ contact: z.looseObject({}).nullish() })).default([]),
});

/** A register that was read from a file. `given.tenants` are in the order of `register.tenants`. */
export interface RegisterFile {
  register: Register;
  given: z.infer<typeof Given>;
}

/** The register, or a sentence for each problem of the file. */
export type RegisterReadResult =
  | { kind: 'register'; file: RegisterFile }
  | { kind: 'problems'; problems: readonly string[] };

/** Checks the contents of a file, without asking any platform. Names every problem by its path, for example `tenants[0].contact.email`. */
export function readRegister(json: unknown): RegisterReadResult {
  const parsed = Register.safeParse(json);
  const issues = parsed.error?.issues.map((issue) => explainIssue(issue, json)) ?? [];
  const problems = [...new Set([...issues, ...repeatedIds(json)])];
  if (!parsed.success || problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'register', file: { register: parsed.data, given: Given.parse(json) } };
}

/**
 * Returns a problem for each tenant id that the file has twice. Reads the file before it is parsed, so that other problems do not hide
 * these.
 */
function repeatedIds(json: unknown): string[] {
  const Ids = z.looseObject({
    tenants: z.array(z.looseObject({ id: z.string().catch('') }).catch({ id: '' })).catch([]),
  });
  const ids = Ids.safeParse(json).data?.tenants.map(({ id }) => id.toLowerCase()) ?? [];
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    return id !== '' && first < index
      ? [`tenants[${index}].id: has the same id as tenants[${first}]. Please keep one of them`]
      : [];
  });
}

/** Returns the stored register as a file's contents. Importing what this returns changes nothing. */
export async function exportRegister(reader: Reader): Promise<Required<Register>> {
  const tenants = await reader.list('tenants');
  return {
    version: 1,
    organisation: await organisationIn(reader),
    tenants: tenants.map(
      ({
        revision: _revision,
        formerChannels: _formerChannels,
        provenAt: _provenAt,
        drilledAt: _drilledAt,
        missedDrillAt: _missedDrillAt,
        rerouting: _rerouting,
        disowned: _disowned,
        calendars: _calendars,
        overrides: _overrides,
        changedSinceAttested: _changed,
        clearedAt: _clearedAt,
        retiredAt,
        ...tenant
      }) => ({ ...tenant, ...(retiredAt ? { retiredAt } : {}) }),
    ),
  };
}

/** The format of a field, or of a list's entry, for problems of the file: by its name, or by the type of a contact's field. */
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
function explainIssue(issue: z.core.$ZodIssue, json: unknown): string {
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
