import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueAt } from '../../delivery/transitions.ts';
import { type DeliveryOf, type Destination, noticeRank } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { Platform, platformOf } from '../../domain/tenant/identity.ts';
import { platforms } from '../../domain/tenant/platforms.ts';
import type { World } from '../../ports/world.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { readerLocaleOf } from '../../request/reader-locale.ts';
import { firstScreen } from './first-screen.ts';
import { firstSeen } from './home.ts';

/**
 * Enqueues the first screen, only once, for each admin on a platform where the bot has to write to admins first.
 */
export async function welcomeAdmins({ directory, store, clock, chats }: World): Promise<void> {
  const here = Platform.options.filter((platform) => chats[platform] && platforms[platform].welcomesAdmins);
  if (here.length === 0) return;
  const admins = (await directory.globalAdmins(20).catch(() => [])).filter((id) => here.includes(platformOf(id)));
  const fresh = await store.read(async (reader) => {
    const known = await Promise.all(
      admins.map((id) => reader.get('deliveries', deliveryId({ kind: 'welcome' }, { kind: 'person', id }))),
    );
    return admins.filter((_id, index) => known[index] === null);
  });
  const request = { about: { kind: 'welcome' }, rank: noticeRank + 1 } as const;
  const places = fresh.map((id): Destination => ({ kind: 'person', id }));
  if (fresh.length > 0) await store.change((tx) => enqueueAt(tx, request, places, clock.now()));
}

/** Makes the first screen with the findings of the moment at which it is sent. */
export async function welcomeCard({ to }: DeliveryOf<'welcome'>, world: World): Promise<MadeCard> {
  const voice = await readerLocaleOf(to, world);
  const known = await firstSeen(await tenantsByName(world), world);
  const card = firstScreen(voice, { ...known, admins: null, may: () => true });
  return { card: { ...card, footer: voice.words.welcome.why }, revision: 1 };
}
