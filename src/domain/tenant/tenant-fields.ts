import type { PartnerTenant } from './partner-tenant.ts';

/** A field of a partner tenant. */
interface TenantField {
  /** Admins enter it in the set-up form: the form, its checks, the comparison of what two admins changed, and the history go by this. */
  entered: boolean;
  /**
   * How the history has its last value. `whole`: each change names the value; `parts`: a change names what differs alone; `mark`: a save of
   * other values empties it without an entry; null: the history does not have it, or has it elsewhere.
   */
  inHistory: 'whole' | 'parts' | 'mark' | null;
}

/** One row for each field of `PartnerTenant`, in the order of the history. A field without a row does not compile. */
const tenantFields = {
  id: { entered: true, inHistory: null },
  name: { entered: true, inHistory: 'whole' },
  partnerType: { entered: true, inHistory: 'whole' },
  anniversaryMonth: { entered: true, inHistory: 'whole' },
  manager: { entered: true, inHistory: 'whole' },
  fraudChannels: { entered: true, inHistory: 'whole' },
  customers: { entered: true, inHistory: 'parts' },
  complianceAttestedAt: { entered: false, inHistory: 'mark' },
  complianceAttestedBy: { entered: false, inHistory: null },
  retiredAt: { entered: false, inHistory: 'whole' },
  contact: { entered: false, inHistory: null },
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
export function tenantKeysRecorded(how: TenantField['inHistory']): (keyof PartnerTenant)[] {
  return fieldNames.filter((name) => tenantFields[name].inHistory === how);
}
