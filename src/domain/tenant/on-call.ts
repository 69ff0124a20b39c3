import type { Identity } from './identity.ts';
import type { Contact, StoredTenant } from './partner-tenant.ts';

/** The people who are on call for a tenant's alerts: the first level is called at once, the second when the first does not answer. */
export interface OnCall {
  first: readonly Identity[];
  second: readonly Identity[];
}

/** Returns the people of these levels, each once. */
export function peopleOf({ first, second }: OnCall, calls: readonly string[]): Identity[] {
  return [...new Set([...(calls.includes('first') ? first : []), ...(calls.includes('second') ? second : [])])];
}

/** Returns who is on call at `at` (ISO 8601, UTC). Nobody is for alerts of no tenant of ours. */
export function onCallAt(tenant: Pick<StoredTenant, 'contact'> | null, _at: string): OnCall {
  const contact = tenant?.contact ?? null;
  return { first: contact?.onCall ?? [], second: contact?.onCall2 ?? [] };
}

/** Returns everybody whom a contact names for being on call, of both levels. */
export function namedOnCall(contact: Pick<Contact, 'onCall' | 'onCall2'> | null): readonly Identity[] {
  return [...new Set([...(contact?.onCall ?? []), ...(contact?.onCall2 ?? [])])];
}
