import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Directory } from '../../src/ports/world.ts';

/**
 * Returns a directory of the people whom ADMINS names: the break-glass administrators, or all there are until Microsoft
 * Entra is asked. `firstMet` returns the canonical identity of a person who has several, any of which may be configured.
 */
export function settingsDirectory(admins: readonly Identity[], firstMet = (id: Identity) => id): Directory {
  const named = () => new Set(admins.map(firstMet));
  return {
    isGlobalAdmin: async (id) => named().has(firstMet(id)),
    globalAdmins: async (limit) => [...named()].slice(0, limit),
  };
}
