/** The customer that an alert is about: as its sender names it, and as people call it. */

import { customerKey, isCustomerDomain } from '../tenant/customers.ts';
import type { StoredTenant } from '../tenant/partner-tenant.ts';
import { fold } from '../text/words.ts';
import type { Alert } from './alert.ts';

type AboutCustomer = Pick<Alert, 'content' | 'notes'>;

/** Returns what the sender says of the customer, the surest first: the tenant id, then a domain or a name. */
export function customerKeys({ content, notes }: AboutCustomer): string[] {
  const all = [content.customerTenantId, notes?.customer, notes?.customerDomain];
  return [...new Set(all.flatMap((key) => (key ? [key] : [])))];
}

/** Returns the customer of an alert, as its sender names it; empty for none. */
export function customerOf(alert: AboutCustomer): string {
  return customerKeys(alert)[0] ?? '';
}

/** Returns the name that the alert's partner tenant has for the customer; null for none. */
export function customerName(alert: AboutCustomer, tenant: Pick<StoredTenant, 'customers'> | null): string | null {
  const names = tenant?.customers ?? {};
  const key = customerKeys(alert)
    .map((one) => one.toLowerCase())
    .find((one) => Object.hasOwn(names, one));
  return key === undefined ? null : (names[key] ?? null);
}

/**
 * Returns what people call the customer: the name that the partner tenant has for it, else the domain or name that the sender gave. Null
 * for an id alone, and for none.
 */
export function customerKnownAs(alert: AboutCustomer, tenant: Pick<StoredTenant, 'customers'> | null): string | null {
  return customerName(alert, tenant) ?? customerKeys(alert).find((key) => !isId(key.toLowerCase())) ?? null;
}

/** Returns whether a key in small letters is a tenant id. */
const isId = (key: string): boolean => customerKey.test(key) && !isCustomerDomain(key);

/**
 * Returns the customer that a person typed as an alert has it: by the id or domain for which the partner tenant has that name, otherwise
 * as it was typed.
 */
export function typedCustomer(typed: string, { customers = {} }: Pick<StoredTenant, 'customers'>) {
  const named = Object.entries(customers).find(([, name]) => fold(name) === fold(typed));
  const key = named?.[0] ?? typed;
  const lower = key.toLowerCase();
  if (isId(lower)) return { customerTenantId: lower, customerDomain: '' };
  return { customerTenantId: null, customerDomain: isCustomerDomain(lower) ? lower : key };
}
