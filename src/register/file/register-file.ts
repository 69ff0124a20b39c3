/** Reads and writes the register as a file, version 1, for `import` and `export`. */
import { z } from 'zod';
import { Organisation, PartnerTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import { organisationIn } from '../record-changes.ts';
import { explainIssue } from './explain-issue.ts';

/** Describes the file. The same schema is published as `data/schemas/register.schema.json`. */
export const Register = z.strictObject({
  version: z.literal(1),
  organisation: Organisation.optional(),
  tenants: z.array(PartnerTenant).default([]),
});
/** Holds what a file contains. */
export type Register = z.infer<typeof Register>;

/** Tells which values the file gives: a value that the file leaves out keeps its stored value. */
const Given = z.looseObject({
  organisation: z.looseObject({}).default({}),
  tenants: z.array(z.looseObject({ contact: z.looseObject({}).nullish() })).default([]),
});

/** Holds a register that was read from a file. `given.tenants` are in the order of `register.tenants`. */
export interface RegisterFile {
  register: Register;
  given: z.infer<typeof Given>;
}

/** Holds the register, or a sentence for each problem of the file. */
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

/** Returns a problem for each tenant id that the file has twice. Reads the file before it is parsed, so that other problems do not hide these. */
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
        retiredAt,
        ...tenant
      }) => ({ ...tenant, ...(retiredAt ? { retiredAt } : {}) }),
    ),
  };
}
