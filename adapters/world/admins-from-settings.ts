import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Directory } from '../../src/ports/world.ts';

/**
 * Returns a directory of the people whom ADMINS names: all admins there are while no tenant of MICROSOFT has `roles`. A function is asked
 * each time. `firstMet` returns the canonical identity of a person who has several, any of which may be configured.
 */
export function settingsDirectory(
  admins: readonly Identity[] | (() => readonly Identity[]),
  firstMet = (id: Identity) => id,
): Directory {
  const named = () => new Set((typeof admins === 'function' ? admins() : admins).map(firstMet));
  return {
    roleOf: async (id) => (named().has(firstMet(id)) ? 'admin' : 'none'),
    adminsToTell: async (limit) => [...named()].slice(0, limit),
    entraAccountOf: () => null,
    entraTenantOf: () => null,
  };
}
