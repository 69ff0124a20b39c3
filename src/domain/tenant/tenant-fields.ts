import type { PartnerTenant } from './partner-tenant.ts';

/** A field of a partner tenant. */
interface TenantField {
  /** Admins enter it in the set-up form: the form, its checks, the comparison of what two admins changed, and the history go by this. */
  entered: boolean;
  /**
   * How the history has its last value. `whole`: each change names the value; `parts`: a change names what differs alone; `mark`: a save of
   * other values empties it without an entry; null: the history does not have it, or has it elsewhere.
   */
  recorded: 'whole' | 'parts' | 'mark' | null;
}

/** One row for each field of `PartnerTenant`, in the order of the history. A field without a row does not compile. */
const tenantFields = {
  id: { entered: true, recorded: null },
  name: { entered: true, recorded: 'whole' },
  partnerType: { entered: true, recorded: 'whole' },
  anniversaryMonth: { entered: true, recorded: 'whole' },
  manager: { entered: true, recorded: 'whole' },
  fraudChannels: { entered: true, recorded: 'whole' },
  customers: { entered: true, recorded: 'parts' },
  complianceAttestedAt: { entered: false, recorded: 'mark' },
  complianceAttestedBy: { entered: false, recorded: null },
  retiredAt: { entered: false, recorded: 'whole' },
  contact: { entered: false, recorded: null },
} as const satisfies Record<keyof PartnerTenant, TenantField>;

type Fields = typeof tenantFields;
/** The name of a field that admins enter. */
export type TenantKey = { [K in keyof Fields]: Fields[K]['entered'] extends true ? K : never }[keyof Fields];

const isField = (name: string): name is keyof Fields => name in tenantFields;
const fieldNames = Object.keys(tenantFields).filter(isField);
const isEntered = (name: keyof Fields): name is TenantKey => tenantFields[name].entered;

/** The names of the fields that admins enter, in their order. */
export const tenantKeys = fieldNames.filter(isEntered);

/** Returns the fields whose last values the history has in this way. */
export function tenantKeysRecorded(how: TenantField['recorded']): (keyof PartnerTenant)[] {
  return fieldNames.filter((name) => tenantFields[name].recorded === how);
}
