import type { Asking } from './asking.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import type { World } from './ports.ts';
import { mayBeAdmin, mayBeResponder } from './rights.ts';

/** Which buttons a card has for its reader, by the right that each asks for. */
export type MayPress = (id: string) => boolean;

const forAnybody: readonly string[] = ['contact.show', 'contact.history', 'contact.details'];
const forResponders: readonly string[] = ['contact.confirm', 'alerts.drill', 'alerts.raise'];

/** By what is known of the asker: an answer up to 5 minutes old will do, since a press is checked afresh. */
export async function mayPressOf(asking: Asking, tenant: StoredTenant, world: World): Promise<MayPress> {
  const admin = await mayBeAdmin(asking, world);
  const responder = admin || (await mayBeResponder(asking, tenant, world));
  return (id) => forAnybody.includes(id) || admin || (responder && forResponders.includes(id));
}

/** Of all tenants together: what only people of one tenant's channels may do is not offered there. */
export async function mayPressAnywhere(
  asking: Pick<Asking, 'actor'>,
  world: Pick<World, 'directory'>,
): Promise<MayPress> {
  const admin = await mayBeAdmin(asking, world);
  return (id) => admin || forAnybody.includes(id);
}
