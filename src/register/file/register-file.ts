/** The register as a file, version 1: what `import` reads and `export` writes. */
import { z } from 'zod';
import { Organisation, PartnerTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Reader } from '../../ports/store.ts';
import { organisationIn } from '../record-changes.ts';
import { explainIssue } from './explain-issue.ts';

/** The schema of the file; published as `data/schemas/register.schema.json`. */
export const Register = z.strictObject({
  version: z.literal(1),
  organisation: Organisation.optional(),
  tenants: z.array(PartnerTenant).default([]),
});
/** The file's contents. */
export type Register = z.infer<typeof Register>;

/** The names of the values that the file gives. A value that it leaves out keeps its stored value. */
const Given = z.looseObject({
  organisation: z.looseObject({}).default({}),
  tenants: z.array(z.looseObject({ contact: z.looseObject({}).nullish() })).default([]),
});

/** A register that was read from a file. `given.tenants` are in the order of `register.tenants`. */
export interface RegisterFile {
  register: Register;
  given: z.infer<typeof Given>;
}

/** A register, or what is wrong with the file, a sentence for each problem. */
export type RegisterReadResult =
  | { kind: 'register'; file: RegisterFile }
  | { kind: 'problems'; problems: readonly string[] };

/** Checks what is in the file, offline; every problem is named by its path, for example `tenants[0].contact.email`. */
export function readRegister(json: unknown): RegisterReadResult {
  const parsed = Register.safeParse(json);
  const issues = parsed.error?.issues.map((issue) => explainIssue(issue, json)) ?? [];
  const problems = [...new Set([...issues, ...repeatedIds(json)])];
  if (!parsed.success || problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'register', file: { register: parsed.data, given: Given.parse(json) } };
}

/** Checks the file as it was written, before parsing, so that other problems do not hide this one. */
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

/** The register as it is stored. Importing what this returns changes nothing. */
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
        missedDrillAt: _missedDrillAt,
        rerouting: _rerouting,
        disowned: _disowned,
        ...tenant
      }) => tenant,
    ),
  };
}
