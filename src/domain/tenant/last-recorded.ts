import { type NewEntry, sameValue, valueForHistory } from '../history.ts';
import { contactKeys } from './contact-fields.ts';
import { customersAfter, customersIn } from './customers.ts';
import type { Organisation, StoredTenant } from './partner-tenant.ts';
import { tenantKeysRecorded } from './tenant-fields.ts';

/** The fields of a record whose values differ from the last ones in the history. `tenantId` is null for the organisation's own record. */
export interface Difference {
  tenantId: string | null;
  fields: readonly string[];
}

const ofTenant = tenantKeysRecorded('whole');
/** The fields of which the history has what differs alone. */
const ofParts = tenantKeysRecorded('parts');
const ofOrganisation = ['adminChannel', 'expertsChannel'] as const;
/** The fields that a save of other values empties without an entry in the history. */
const marksOfContact = ['confirmedAt', 'attestedAt', 'phone24x7At'] as const;
const marksOfTenant = tenantKeysRecorded('mark');

type FieldValues = Record<string, unknown>;

/** Reads the history's entries, oldest first, and then returns the fields of the record that were changed behind its back. */
export function lastRecorded() {
  const last = new Map<string | null, Map<string, unknown>>();

  /** `complete` is true when the history begins with its first entry, so that a field which it does not name was never set. */
  function differing(tenantId: string | null, stored: FieldValues, marks: readonly string[], complete: boolean) {
    const said = last.get(tenantId);
    const fields = Object.keys(stored).filter((field) => {
      if (said?.has(field) !== true && !complete) return false;
      if (marks.includes(field) && (stored[field] ?? null) === null) return false;
      return !sameValue(valueForHistory(field, stored[field]), said?.get(field));
    });
    return fields.length > 0 ? [{ tenantId, fields }] : [];
  }

  return {
    take({ tenantId, changes }: NewEntry): void {
      const fields = last.get(tenantId) ?? new Map<string, unknown>();
      for (const change of changes) {
        const { field, after } = change;
        const isPart = ofParts.some((one) => one === field);
        fields.set(field, isPart ? customersAfter(customersIn(fields.get(field)), change) : after);
      }
      last.set(tenantId, fields);
    },
    differences(
      register: { tenants: Iterable<StoredTenant>; organisation: Organisation | null },
      complete: boolean,
    ): Difference[] {
      const { organisation } = register;
      const own = differing(null, valuesOf(organisation, ofOrganisation), [], complete);
      const marks = [...marksOfContact, ...marksOfTenant];
      const tenants = [...register.tenants].flatMap((tenant) => {
        const stored = {
          ...valuesOf(tenant, [...ofTenant, ...marksOfTenant, ...(complete ? ofParts : [])]),
          ...valuesOf(tenant.contact, [...contactKeys, ...marksOfContact]),
        };
        return differing(tenant.id, stored, marks, complete);
      });
      return [...own, ...tenants];
    },
  };
}

function valuesOf<T extends object>(row: T | null, names: readonly (keyof T & string)[]): FieldValues {
  return Object.fromEntries(names.map((name) => [name, row?.[name] ?? null]));
}
