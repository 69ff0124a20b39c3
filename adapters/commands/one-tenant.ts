import { tenantsMeant } from '../../src/domain/tenant/find-tenant.ts';
import { activeAmong, type StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { CommandError } from './command.ts';

/**
 * Returns the tenant that `wanted` means: an id or a name (a retired one too), or empty for the only one that is not retired. Throws
 * CommandError unless exactly one fits.
 */
export function oneTenant(tenants: readonly StoredTenant[], wanted: string): StoredTenant {
  const found = tenantsMeant(tenants, wanted);
  const [tenant] = found;
  if (tenant && found.length === 1) return tenant;
  if (tenants.length === 0) throw new CommandError('There is no partner tenant yet.');
  const names = (tenant ? found : activeAmong(tenants)).map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new CommandError(
    `${tenant ? '' : `No partner tenant fits ${wanted}. `}Name one of these with --tenant:\n${names}`,
  );
}
