import type { Identity } from '../../src/domain/identity.ts';
import type { Directory } from '../../src/ports.ts';

/** Who is an admin because ADMINS says so: break-glass, or all there is until Microsoft Entra is asked. */
export function settingsDirectory(admins: readonly Identity[]): Directory {
  const named = new Set(admins);
  return {
    isGlobalAdmin: async (id) => named.has(id),
    globalAdmins: async (limit) => [...named].slice(0, limit),
  };
}
