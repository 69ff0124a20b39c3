/** Reads what the first screen shows, and shows it on the home page and as the welcome message to admins. */
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueueFor } from '../../delivery/transitions.ts';
import { alarmRank, type DeliveryOf, type Destination } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { Platform, platformOf } from '../../domain/tenant/identity.ts';
import { platforms } from '../../domain/tenant/platforms.ts';
import { findingsToShow } from '../../findings/current.ts';
import { countToFix } from '../../findings/rows.ts';
import type { World } from '../../ports/world.ts';
import { adminNames, mayPressOf } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import { askerLocale, readerLocaleOf } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import { alertsAtWork, openAlerts } from '../../store/open-alerts.ts';
import { firstScreen, maxLines } from './first-screen-card.ts';
import { namesIn } from './show.ts';

/** Answers with the home page: the first screen, with the buttons that the asker may press. */
export async function home(request: Request, world: World): Promise<Reply> {
  const { only, ...known } = await firstScreenNow(world);
  const [may, admins] = [await mayPressOf(request, only, world), await adminNames(request, world)];
  return { kind: 'cards', cards: [firstScreen(askerLocale(request), { ...known, admins, may })] };
}

/** Enqueues the first screen as a welcome, once for each admin on a platform where the bot has to write to admins first. */
export async function welcomeAdmins({ directory, store, clock, chats }: World): Promise<void> {
  const here = Platform.options.filter((platform) => chats[platform] && platforms[platform].welcomesAdmins);
  if (here.length === 0) return;
  const admins = (await directory.globalAdmins(20).catch(() => [])).filter((id) => here.includes(platformOf(id)));
  const about = { kind: 'welcome' } as const;
  const places = admins.map((id): Destination => ({ kind: 'person', id }));
  const known = await store.read((reader) =>
    Promise.all(places.map((to) => reader.get('deliveries', deliveryId(about, to)))),
  );
  const fresh = places.filter((_to, index) => known[index] === null);
  if (fresh.length > 0) await store.change((tx) => enqueueFor(tx, { about, rank: alarmRank }, fresh, clock.now()));
}

/** Makes the welcome message: the first screen as things stand when it is sent. A press checks the rights of the reader. */
export async function welcomeCard({ to }: DeliveryOf<'welcome'>, world: World): Promise<MadeCard> {
  const locale = await readerLocaleOf(to, world);
  const shown = firstScreen(locale, { ...(await firstScreenNow(world)), admins: null, may: () => true });
  return { card: { ...shown, footer: locale.words.welcome.why }, revision: 1 };
}

/** Reads everything that the first screen shows, except the rights of its reader. `only` is the one tenant; null for none or several. */
async function firstScreenNow(world: World) {
  const tenants = await tenantsByName(world);
  const [first] = tenants;
  const only = first && tenants.length === 1 ? first : null;
  return world.store.read(async (reader) => {
    const all = await Promise.all(
      tenants.map(async (tenant) => ({ tenant, findings: await findingsToShow(reader, tenant, world) })),
    );
    return {
      only,
      alerts: await openAlerts(reader),
      held: await alertsAtWork(reader),
      tenants: all.length <= maxLines ? all : all.filter((known) => countToFix(known).open > 0),
      count: all.length,
      names: only ? await namesIn(reader, only, all[0]?.findings) : await namesOf(reader, [], []),
      now: world.clock.now(),
      local: world.settings.local === true,
    };
  });
}
