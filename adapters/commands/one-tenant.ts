import { findTenants } from '../../src/domain/find-tenant.ts';
import type { StoredTenant } from '../../src/domain/partner-tenant.ts';
import { CommandError } from './command.ts';

/** The tenant that `wanted` means: an id or a name, or empty for the only one. */
export function oneTenant(tenants: readonly StoredTenant[], wanted: string): StoredTenant {
  const found = findTenants(tenants, wanted);
  const [tenant] = found;
  if (tenant && found.length === 1) return tenant;
  if (!tenant) throw new CommandError(wanted ? `No partner tenant fits ${wanted}.` : 'There is no partner tenant yet.');
  const names = found.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new CommandError(`Name one of these with --tenant:\n${names}`);
}
