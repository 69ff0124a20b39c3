/** Says why a notice of a change went to a person who is not an administrator, or to a channel that gets no alerts. */
import type { Destination } from '../../domain/delivery/delivery.ts';
import type { Change } from '../../domain/history.ts';
import { Channel, Identity, sameChannel } from '../../domain/tenant/identity.ts';
import { channelsOf, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { isAdminToTell } from '../../request/people.ts';

/** Returns the reason; nothing where the usual one is true. */
export async function whyTold(
  { to, tenant, changes }: { to: Destination; tenant: StoredTenant | null; changes: readonly Change[] },
  { reminders: say }: Messages,
  world: World,
): Promise<{ why?: string }> {
  const named = changes.flatMap(({ before, after }) => [before, after].flat());
  if (to.kind === 'channel') {
    const isOfTenant = tenant !== null && channelsOf(tenant).some((one) => sameChannel(one, to.channel));
    const isNamed = named.some((one) => {
      const channel = Channel.safeParse(one).data;
      return channel !== undefined && sameChannel(channel, to.channel);
    });
    return isNamed && !isOfTenant ? { why: say.whyNamedChannel } : {};
  }
  if (await isAdminToTell(to.id, world)) return {};
  if (tenant?.manager === to.id) return { why: say.whyManager };
  return named.some((one) => Identity.safeParse(one).data === to.id) ? { why: say.whyNamed } : {};
}
