import type { Reader } from '../../ports/store.ts';

/**
 * Resolves with the time at which a drill last began, of any tenant: ISO 8601 in UTC. Null when there was none since the
 * bot notes it.
 */
export async function lastDrillAt(reader: Reader): Promise<string | null> {
  const tenants = await reader.list('tenants');
  return tenants.reduce<string | null>(
    (last, { drilledAt }) => (drilledAt !== undefined && drilledAt > (last ?? '') ? drilledAt : last),
    null,
  );
}
