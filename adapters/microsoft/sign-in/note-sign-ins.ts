import { recordSignIn } from '../../../src/delivery/signed-in.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import type { SignInStore } from './signed-in.ts';

/**
 * Returns, for each tenant that is asked about as a person, what records a new sign-in in the audit trail and to the admins, once. Each is to
 * be called once a minute. A sign-in that cannot be read is passed over here: the
 * signal that needs it reports that.
 */
export function createSignIns(
  tenants: readonly MicrosoftTenant[],
  storeOf: (tenant: MicrosoftTenant) => Pick<SignInStore, 'read'>,
  world: World,
): (() => Promise<void>)[] {
  return tenants
    .filter(({ alerts }) => alerts?.by === 'user')
    .map((tenant) => async () => {
      const signedIn = await storeOf(tenant).read().catch(ifUnreadable);
      if (signedIn === null) return;
      const { generation, signedInAt, who } = signedIn;
      const about = { tenantId: tenant.id, tenant: tenant.name, by: who.name, generation, signedInAt };
      await recordSignIn(about, world).catch(ifUnwritable(() => {}));
    });
}

/** For `catch`: null where it cannot be read. */
function ifUnreadable(error: unknown): null {
  if (error instanceof GraphError) return null;
  throw error;
}
