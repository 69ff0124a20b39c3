import { isWider, type Readers } from '../../domain/tenant/channel-reach.ts';
import { channelOfKey } from '../../domain/tenant/identity.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import type { PressHandler } from '../../request/request.ts';
import { firstTime } from '../../store/idempotency.ts';
import { goneTenant, shownContact } from '../contact/show.ts';

/** A Global Administrator says that alerts stay in channels that more people can read now than when they were chosen. */
export const pressKeepChannels: PressHandler = async (request, value, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const { actor, key, words } = request;
  const kept = await world.store.change(async (tx) => {
    const at = world.clock.now();
    const check = await tx.get('checks', value);
    if (!check || !(await firstTime(tx, key, at))) return false;
    const all = Object.entries(check.readers ?? {});
    const channels = all.flatMap(([id, one]) => (isWider(one) ? (channelOfKey(id) ?? []) : []));
    if (channels.length === 0) return false;
    const agreed = all.map(([id, one]): [string, Readers] => [id, { ...one, agreed: one.now }]);
    await tx.put('checks', { ...check, readers: Object.fromEntries(agreed) });
    const changes = [{ field: 'channels', before: null, after: channels }];
    const who = { by: actor.id, byName: actor.name };
    await tx.record({ at, ...who, deed: 'contact.channelsKept', tenantId: value, changes });
    return true;
  });
  const tenant = await tenantById(value, world);
  if (!tenant) return goneTenant(request);
  const { channelsKept, repeated } = words.securityContact;
  return shownContact(request, tenant, world, { notice: kept ? channelsKept : repeated, instead: true });
};
