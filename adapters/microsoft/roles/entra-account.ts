import { homeOf, type Identity, platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { isRetired } from '../../../src/domain/tenant/partner-tenant.ts';
import type { Reader } from '../../../src/ports/store.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';

/** Somebody's account in a tenant whose roles are asked. */
export interface EntraAccount {
  tenant: MicrosoftTenant;
  objectId: string;
}

/** Returns one text for an account: an object id alone may stand in two tenants. */
export function keyOf({ tenant, objectId }: EntraAccount): string {
  return `${tenant.id} ${objectId}`;
}

/** Returns whether the account's tenant is asked: a tenant that is retired in the register is not. */
export async function isAsked(reader: Reader, { tenant }: EntraAccount): Promise<boolean> {
  const known = await reader.get('tenants', tenant.id);
  return known === null || !isRetired(known);
}

/**
 * Returns what finds a person's account in the tenants whose roles are asked: in Teams by their own tenant and object id, elsewhere by what
 * the file links, never by an address. `unlinked`: the file links nobody to this person. `none`: their account is in another tenant.
 * `firstMet` returns the one identity of a person who has several.
 */
export function entraAccounts(tenants: readonly MicrosoftTenant[], firstMet: (id: Identity) => Identity) {
  const asked = tenants.filter(({ roles }) => roles);
  const links = asked.flatMap((tenant) =>
    [...tenant.people].map(([person, objectId]) => ({ person, account: { tenant, objectId } })),
  );
  return {
    of(id: Identity): EntraAccount | 'unlinked' | 'none' {
      if (platformOf(id) === 'teams') {
        const tenant = asked.find((one) => one.id === homeOf(id));
        return tenant ? { tenant, objectId: userOf(id) } : 'none';
      }
      return links.find(({ person }) => firstMet(person) === firstMet(id))?.account ?? 'unlinked';
    },
    /** Everybody whom the file links. */
    linked: links.map(({ person }) => person),
  };
}
/** Finds people's accounts; see the function of the same name. */
export type EntraAccounts = ReturnType<typeof entraAccounts>;
