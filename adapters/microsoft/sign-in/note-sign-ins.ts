import { recordSignIn } from '../../../src/delivery/signed-in.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import type { SignInFile } from './sign-in-file.ts';

/**
 * Returns, for each tenant that is asked about as a person, what records a new sign-in in the audit trail and to the admins, once. Each is to
 * be called once a minute. A file that cannot be read is told by what asks with it.
 */
export function createSignIns(
  tenants: readonly MicrosoftTenant[],
  fileOf: (tenant: MicrosoftTenant) => Pick<SignInFile, 'read'>,
  world: World,
): (() => Promise<void>)[] {
  return tenants
    .filter(({ alerts }) => alerts?.by === 'user')
    .map((tenant) => async () => {
      const signedIn = ifReadable(fileOf(tenant).read);
      if (signedIn === null) return;
      const { generation, signedInAt, who } = signedIn;
      const about = { tenantId: tenant.id, tenant: tenant.name, by: who.name, generation, signedInAt };
      await recordSignIn(about, world).catch(ifUnwritable(() => {}));
    });
}

function ifReadable<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphError) return null;
    throw error;
  }
}
