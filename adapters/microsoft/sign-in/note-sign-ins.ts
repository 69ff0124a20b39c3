import { recordSignIn } from '../../../src/delivery/signed-in.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import type { SignInFile } from './sign-in-file.ts';

/**
 * Returns what records new sign-ins of people, in the audit trail and to the admins, each once. It is to be called each minute. A file that
 * cannot be read is told by what asks with it.
 */
export function createSignIns(
  tenants: readonly MicrosoftTenant[],
  fileOf: (tenant: MicrosoftTenant) => Pick<SignInFile, 'read'>,
  world: World,
): () => Promise<void> {
  const files = tenants.flatMap((tenant) => (tenant.alerts?.by === 'user' ? [{ tenant, file: fileOf(tenant) }] : []));
  return async () => {
    for (const { tenant, file } of files) {
      const signedIn = ifReadable(file.read);
      if (signedIn === null) continue;
      const { generation, signedInAt, who } = signedIn;
      const about = { tenantId: tenant.id, tenant: tenant.name, by: who.name, generation, signedInAt };
      await recordSignIn(about, world).catch(ifUnwritable(() => {}));
    }
  };
}

function ifReadable<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}
